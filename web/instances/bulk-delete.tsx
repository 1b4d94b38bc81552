'use client';

import { notifications } from '@mantine/notifications';
import { useEffect, useMemo } from 'react';
import { ConfirmDelete } from '../parts/confirm-delete';
import { useDeleteInstances } from './use-delete-instances';

type Props = { rows: { id: string; hostname: string }[]; onClose: () => void; onDone: () => void };

const maxShown = 8;

/** Counts with a dry run first, then deletes all selected instances. */
export function BulkDelete({ rows, onClose, onDone }: Props) {
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const { count, countAll, deleteAll, busy, error } = useDeleteInstances(ids);
  useEffect(() => void countAll().catch(() => undefined), [countAll]);
  const confirm = async () => {
    try {
      notifications.show({ message: `${await deleteAll()} instances are deleted.` });
      onDone();
      onClose();
    } catch {
      return;
    }
  };
  return (
    <ConfirmDelete
      opened
      title={count === undefined ? 'Counting' : `Delete ${count} ${count === 1 ? 'instance' : 'instances'}?`}
      verb={count === undefined ? 'Delete' : `Delete ${count}`}
      busy={busy}
      blocked={!count}
      error={error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>From then on these machines get no metadata. Their history stays.</p>
      <ul className="mono">
        {rows.slice(0, maxShown).map((row) => (
          <li key={row.id}>{row.hostname}</li>
        ))}
        {rows.length > maxShown && <li>and {rows.length - maxShown} more</li>}
      </ul>
    </ConfirmDelete>
  );
}
