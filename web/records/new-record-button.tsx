'use client';

import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMay } from '../access/viewer';
import type { KindNames } from './kinds';

/** A button below a field, for a new record of its kind; only for viewers who may make one. */
export function NewRecordButton({ kind, onClick }: { kind: KindNames; onClick: () => void }) {
  if (!useMay(kind.permission)) return null;
  return (
    <Group mt={8}>
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={onClick}>
        New {kind.words.one}
      </Button>
    </Group>
  );
}
