'use client';

import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

type Props = { label: string; placeholder: string; value: string; onChange: (value: string) => void };

/** A search field that calls `onChange` while typing, 200 ms after the last key. */
export function SearchBox({ label, placeholder, value, onChange }: Props) {
  const [typed, setTyped] = useState(value);
  const changeLater = useDebouncedCallback(onChange, 200);
  useEffect(() => setTyped(value), [value]);
  const set = (text: string) => {
    setTyped(text);
    changeLater(text);
  };
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => set(event.currentTarget.value)}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        typed ? <CloseButton size="sm" aria-label="Clear search" onClick={() => set('')} /> : null
      }
      w={{ base: '100%', sm: 320 }}
    />
  );
}
