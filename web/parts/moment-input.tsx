'use client';

import { TextInput, type TextInputProps } from '@mantine/core';

/** The value of the field for a time: `2026-01-31T12:00:00` in the time zone of the browser. */
export function localOf(iso: string | null | undefined): string {
  if (!iso) return '';
  const date = new Date(iso);
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** The time in a field, for the API; null if it is empty or invalid. */
export function isoOf(local: string): string | null {
  const date = new Date(local);
  return local && !Number.isNaN(date.getTime()) ? date.toISOString() : null;
}

type Props = Omit<TextInputProps, 'type' | 'value' | 'onChange'> & {
  value?: string;
  onChange?: (local: string) => void;
};

/** A field for date and time in the time zone of the browser. */
export function MomentInput({ value = '', onChange, ...props }: Props) {
  return (
    <TextInput
      {...props}
      type="datetime-local"
      step={1}
      value={value}
      onChange={(event) => onChange?.(event.currentTarget.value)}
    />
  );
}
