'use client';

import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconColumns } from '@tabler/icons-react';
import type { Column } from './data-table';

/** The chosen columns, kept in the browser's local storage. */
export function useColumnChoice<T>(key: string, columns: Column<T>[]) {
  const [hidden, setHidden] = useLocalStorage<string[]>({
    key: `cloudmeta-columns-${key}`,
    defaultValue: columns.filter((column) => column.hidden).map((column) => column.accessor),
  });
  const chosen = columns.map((column) => ({ ...column, hidden: hidden.includes(column.accessor) }));
  return { chosen, hidden, setHidden };
}

type Props<T> = { columns: Column<T>[]; hidden: string[]; onChange: (hidden: string[]) => void };

export function ColumnChoice<T>({ columns, hidden, onChange }: Props<T>) {
  const toggle = (accessor: string, shown: boolean) =>
    onChange(shown ? hidden.filter((one) => one !== accessor) : [...hidden, accessor]);
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns size={15} aria-hidden />}>
          Columns
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns shown">
        <Stack gap={8}>
          {columns.slice(1).map(({ accessor, title }) => (
            <Checkbox
              key={accessor}
              size="xs"
              label={title}
              checked={!hidden.includes(accessor)}
              onChange={(event) => toggle(accessor, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
