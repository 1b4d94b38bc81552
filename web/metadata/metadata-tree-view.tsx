import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { sizeText } from '../parts/bytes';
import classes from './metadata-tab.module.css';
import type { MetadataNode } from './metadata-tree';

type Props = { nodes: MetadataNode[]; selected: string; onSelect: (path: string) => void };

export function MetadataTreeView(props: Props) {
  return (
    <ul className={classes.branch}>
      {props.nodes.map((node) => (
        <Branch key={node.entry.path} node={node} {...props} />
      ))}
    </ul>
  );
}

function Branch({ node, selected, onSelect }: Props & { node: MetadataNode }) {
  const [open, setOpen] = useState(true);
  const { entry, children } = node;
  const { path, name } = entry;
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
            {name.replace(/\/$/, '')}
            {children ? '/' : ''}
          </span>
          {!children && <span className={classes.value}>{valueOf(entry)}</span>}
        </UnstyledButton>
      </div>
      {children && open && <MetadataTreeView nodes={children} selected={selected} onSelect={onSelect} />}
    </li>
  );
}

function valueOf({ status, isHidden, size, text }: MetadataNode['entry']): string {
  if (status !== 200) return String(status);
  if (isHidden) return '(not shown)';
  const [first = '', ...more] = (text ?? '').trimEnd().split('\n');
  return typeof text === 'string' && more.length === 0 ? first : sizeText(size ?? 0);
}
