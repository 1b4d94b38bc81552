'use client';

import { type ReactNode, useId } from 'react';
import { sizeOf } from '../parts/bytes';
import { CodeEditor } from '../parts/code-editor';
import { SizeNote } from './size-note';
import { useTextKind } from './use-text-kind';
import classes from './user-data.module.css';

type Props = { label?: string; value: string; onChange: (text: string) => void; error?: ReactNode };

/** An editor for user data that is text: saved with LF, highlighted as YAML unless it is a script. */
export function UserDataEditor({ label = 'User data text', value, onChange, error }: Props) {
  const noteId = useId();
  const kind = useTextKind(value);
  return (
    <div>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      <CodeEditor
        label={label}
        value={value}
        onChange={onChange}
        yaml={kind !== 'SCRIPT'}
        describedBy={noteId}
      />
      <SizeNote id={noteId} kind={kind} size={sizeOf(value)} />
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
