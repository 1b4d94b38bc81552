'use client';

import { Button, Group, Modal, Table } from '@mantine/core';

import classes from './conflict.module.css';

export type Difference = { field: string; mine: string; theirs: string; untouched?: boolean };

type Props = {
  opened: boolean;
  differences: Difference[];
  busy: boolean;
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
};

/** Somebody else saved first: both versions side by side, and the choice. */
export function Conflict({ opened, differences, busy, onKeepMine, onTakeTheirs, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Somebody else saved this first" size={820}>
      <p style={{ marginTop: 0 }}>
        Nothing of yours is lost yet. Keeping yours saves what you changed; the rest stays as saved meanwhile.
      </p>
      <Table withTableBorder captionSide="top">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Yours</Table.Th>
            <Table.Th scope="col">Saved meanwhile</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map(({ field, mine, theirs, untouched }) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{field}</Table.Th>
              <Table.Td className={untouched ? 'muted' : 'mono'}>
                <span className={classes.value}>{untouched ? 'not changed' : mine || '–'}</span>
              </Table.Td>
              <Table.Td className="mono">
                <span className={classes.value}>{theirs || '–'}</span>
              </Table.Td>
            </Table.Tr>
          ))}
          {differences.length === 0 && (
            <Table.Tr>
              <Table.Td colSpan={3}>Both say the same; saving again is safe.</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onClose}>
          Go on editing
        </Button>
        <Button variant="default" onClick={onTakeTheirs}>
          Take theirs
        </Button>
        <Button onClick={onKeepMine} loading={busy}>
          Keep mine
        </Button>
      </Group>
    </Modal>
  );
}
