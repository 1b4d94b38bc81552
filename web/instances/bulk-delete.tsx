'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { forget, records } from '../apollo/forget';
import { graphql } from '../generated';
import { ConfirmDelete } from '../parts/confirm-delete';

const DeleteInstances = graphql(`
  mutation DeleteInstances($input: DeleteInstancesInput!) {
    deleteInstances(input: $input) {
      summary {
        deleted
        failed
      }
      results {
        index
        error {
          message
        }
      }
    }
  }
`);

type Props = { rows: { id: string; hostname: string }[]; onClose: () => void; onDone: () => void };

const shown = 8;

/** Counts by a dry run first, then deletes all of them or none. */
export function BulkDelete({ rows, onClose, onDone }: Props) {
  const ids = rows.map((row) => row.id);
  const [tryOut, trial] = useMutation(DeleteInstances);
  const [remove, removing] = useMutation(DeleteInstances, {
    update: forget('instances', 'instance', ...records),
  });
  useEffect(() => {
    void tryOut({ variables: { input: { ids: rows.map((row) => row.id), dryRun: true } } }).catch(
      () => undefined,
    );
  }, [tryOut, rows]);
  const count = trial.data?.deleteInstances.summary.deleted;
  const confirm = async () => {
    try {
      const { data } = await remove({ variables: { input: { ids } } });
      notifications.show({ message: `${data?.deleteInstances.summary.deleted ?? 0} instances are deleted.` });
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
      busy={removing.loading}
      blocked={!count}
      error={trial.error ?? removing.error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>From then on these machines get no metadata. Their history stays.</p>
      <ul className="mono">
        {rows.slice(0, shown).map((row) => (
          <li key={row.id}>{row.hostname}</li>
        ))}
        {rows.length > shown && <li>and {rows.length - shown} more</li>}
      </ul>
    </ConfirmDelete>
  );
}
