import { Button, Group, Modal } from '@mantine/core';
import { DiffView } from '../parts/diff-view';

type Props = { before: string; after: string; busy: boolean; onSave: () => void; onClose: () => void };

/** A dialog with the diff of the content, shown before it is saved. */
export function ReviewChanges({ before, after, busy, onSave, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title="Save these changes?" size={860}>
      <DiffView before={before} after={after} label="Changes of the content" />
      <Group justify="flex-end" gap={8} mt={16}>
        <Button variant="default" onClick={onClose}>
          Continue editing
        </Button>
        <Button onClick={onSave} loading={busy} data-autofocus>
          Save
        </Button>
      </Group>
    </Modal>
  );
}
