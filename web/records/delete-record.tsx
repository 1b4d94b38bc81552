'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictLists, records } from '../apollo/evict-lists';
import { ConfirmDelete } from '../parts/confirm-delete';
import { problemOf } from '../parts/problem';
import type { NamedRecord, RecordKind } from './record-kind';
import { UsersNamed, useUsers } from './record-users';

type Props<Row extends NamedRecord, Values extends { name: string }, Input> = {
  kind: RecordKind<Row, Values, Input>;
  record: Row;
  onClose: () => void;
};

export function DeleteRecord<Row extends NamedRecord, Values extends { name: string }, Input>({
  kind,
  record: { id, name, version },
  onClose,
}: Props<Row, Values, Input>) {
  const router = useRouter();
  const { used, error: unknown } = useUsers({ kind, id });
  const [remove, { loading, error }] = useMutation(kind.documents.remove, {
    update: evictLists('instances', 'instance', ...records),
  });
  const refused = error && problemOf(error).code === 'DEPENDENCY_EXISTS';
  const force = Boolean(used?.totalCount) || Boolean(refused);
  const confirm = async () => {
    try {
      await remove({ variables: { input: { id, ifVersion: version, force } } });
      notifications.show({ message: `The ${kind.words.one} ${name} is deleted.` });
      router.push(kind.listPath);
    } catch {
      return;
    }
  };
  return (
    <ConfirmDelete
      opened
      title={`Delete the ${kind.words.one} ${name}?`}
      verb={force ? 'Delete all the same' : 'Delete'}
      busy={loading}
      blocked={!used}
      error={error ?? unknown}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <UsersNamed used={used} words={kind.users} />
    </ConfirmDelete>
  );
}
