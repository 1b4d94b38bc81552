'use client';

import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import classes from './code-editor.module.css';
import { editorExtensions, readOnly } from './code-editor-setup';

type Props = {
  label: string;
  value: string;
  onChange?: (text: string) => void;
  yaml: boolean;
  describedBy?: string;
};

/** CodeMirror for user data. Read-only without `onChange`. */
export function CodeEditor({ label, value, onChange, yaml, describedBy }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ value, onChange });
  const writable = Boolean(onChange);

  useEffect(() => {
    latest.current = { value, onChange };
  }, [value, onChange]);

  useEffect(() => {
    if (!host.current) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [
          editorExtensions({ label, yaml, describedBy }),
          writable ? [] : readOnly,
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange?.(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [label, yaml, describedBy, writable]);

  useEffect(() => {
    const now = view.current;
    if (!now || now.state.doc.toString() === value) return;
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);

  return <div ref={host} className={classes.editor} data-readonly={!writable || undefined} />;
}
