'use client';

import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { Failure } from './failure';

type Props = {
  opened: boolean;
  title: string;
  verb: string;
  busy: boolean;
  error?: unknown;
  blocked?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog that shows what depends on an object before it is deleted. */
export function ConfirmDelete({
  opened,
  title,
  verb,
  busy,
  error,
  blocked,
  onConfirm,
  onClose,
  children,
}: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={520}>
      {children}
      {error !== undefined && error !== null && <Failure error={error} title="Nothing was deleted" />}
      <Group justify="flex-end" mt={16} gap={8}>
        <Button variant="default" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button color="red" onClick={onConfirm} loading={busy} disabled={blocked}>
          {verb}
        </Button>
      </Group>
    </Modal>
  );
}
