'use client';

import { Button, FileButton, Group, Textarea } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import classes from './keys.module.css';

type Props = {
  label: string;
  description?: string;
  value: string;
  error?: ReactNode;
  onChange: (text: string) => void;
};

/** A field for public keys: pasted, dropped, or from files. */
export function KeyTextField({ label, description, value, error, onChange }: Props) {
  const [over, setOver] = useState(false);
  const take = async (files: File[]) => {
    const texts = await Promise.all(files.map((file) => file.text()));
    const before = value.trim() ? [value.trim()] : [];
    onChange([...before, ...texts.map((text) => text.trim())].join('\n'));
  };
  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take([...event.dataTransfer.files]);
      }}
    >
      <Textarea
        label={label}
        description={description}
        error={error}
        autosize
        minRows={5}
        maxRows={16}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <Group mt={8}>
        <FileButton multiple onChange={(files) => void take(files)}>
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={14} aria-hidden />}>
              Choose files
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  );
}
