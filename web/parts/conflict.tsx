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

/** A dialog for a save conflict: both versions side by side, and the choice between them. */
export function Conflict({ opened, differences, busy, onKeepMine, onTakeTheirs, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Another user has saved a newer version" size={820}>
      <p style={{ marginTop: 0 }}>
        Your changes are not lost. Keeping yours saves the fields you changed; the others keep the newer
        values.
      </p>
      <Table withTableBorder captionSide="top">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Field</Table.Th>
            <Table.Th scope="col">Yours</Table.Th>
            <Table.Th scope="col">Newer version</Table.Th>
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
              <Table.Td colSpan={3}>Both versions are the same; you can save again.</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onClose}>
          Continue editing
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
