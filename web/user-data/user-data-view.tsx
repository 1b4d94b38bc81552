'use client';

import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import Link from 'next/link';
import type { UserDataViewFragment } from '../generated/graphql';
import { EmptyState } from '../parts/empty-state';
import { bytesOf, download, hexDump } from '../parts/bytes';
import { CodeBlock } from '../parts/code-block';
import { CodeEditor } from '../parts/code-editor';
import { CopyableText } from '../parts/copyable-text';
import { SizeNote } from './size-note';
import classes from './user-data.module.css';
import { kinds } from '../records/kinds';

type Props = { userData?: UserDataViewFragment | null; editHref: string; linkDocument?: boolean };

/** Shows stored user data: as text where it is text, else as a hexadecimal dump. */
export function UserDataView({ userData, editHref, linkDocument = true }: Props) {
  if (!userData) {
    return <EmptyState title="No user data" action={<Link href={editHref}>Add user data</Link>} />;
  }
  const { id, name, kind, size, sha256, content, text } = userData;
  const bytes = bytesOf(content);
  const plain = typeof text === 'string' && !text.includes('\r');
  return (
    <>
      <div className={classes.file}>
        {linkDocument && name && (
          <span>
            The shared document <Link href={`${kinds.userData.path}/${id}`}>{name}</Link>
          </span>
        )}
        <SizeNote kind={kind} size={size} />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => download(bytes, name ?? `${id}.bin`)}
        >
          Download
        </Button>
      </div>
      <p className="small muted">
        SHA-256 <CopyableText value={sha256} what="SHA-256" />
      </p>
      {plain && <CodeEditor label="User data, read only" value={text} yaml={kind !== 'SCRIPT'} />}
      {!plain && typeof text === 'string' && <CodeBlock title="Text with CR line ends" text={text} />}
      {typeof text !== 'string' && <CodeBlock title="Binary, as hexadecimal" text={hexDump(bytes)} />}
    </>
  );
}
