import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { bytesOf, sizeText } from '../parts/bytes';
import classes from './metadata-tab.module.css';
import type { MetadataNode } from './metadata-tree';

type Props = { nodes: MetadataNode[]; selected: string; onSelect: (path: string) => void };

export function MetadataTreeView(props: Props) {
  return (
    <ul className={classes.branch}>
      {props.nodes.map((node) => (
        <Branch key={node.path} node={node} {...props} />
      ))}
    </ul>
  );
}

function Branch({ node, selected, onSelect }: Props & { node: MetadataNode }) {
  const [open, setOpen] = useState(true);
  const { label, path, children } = node;
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <li>
      <div className={classes.row} data-selected={path === selected || undefined}>
        {children ? (
          <UnstyledButton
            className={classes.fold}
            aria-expanded={open}
            aria-label={`Contents of ${path}`}
            onClick={() => setOpen(!open)}
          >
            <Chevron size={13} aria-hidden />
          </UnstyledButton>
        ) : (
          <span className={classes.fold} />
        )}
        <UnstyledButton
          className={classes.entry}
          aria-current={path === selected ? 'true' : undefined}
          title={path}
          onClick={() => onSelect(path)}
        >
          <span className={classes.label} data-directory={children ? true : undefined}>
            {label.replace(/\/$/, '')}
            {children ? '/' : ''}
          </span>
          {!children && <span className={classes.value}>{valueOf(node)}</span>}
        </UnstyledButton>
      </div>
      {children && open && <MetadataTreeView nodes={children} selected={selected} onSelect={onSelect} />}
    </li>
  );
}

function valueOf({ answer }: MetadataNode): string {
  if (answer.status !== 200) return String(answer.status);
  const [first = '', ...more] = (answer.text ?? '').trimEnd().split('\n');
  if (typeof answer.text === 'string' && more.length === 0) return first;
  return sizeText(bytesOf(answer.bytes).length);
}
