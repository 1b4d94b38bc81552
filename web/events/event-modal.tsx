'use client';

import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Failure } from '../parts/failure';

type Props = {
  title: string;
  verb: string;
  busy: boolean;
  error: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A dialog with the fields of an operation on the events of an instance. */
export function EventModal({ title, verb, busy, error, onSubmit, onClose, children }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} size={520}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        {Boolean(error) && <Failure error={error} title="Nothing was changed" />}
        <Stack gap={12}>{children}</Stack>
        <Group justify="flex-end" mt={16} gap={8}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy}>
            {verb}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
