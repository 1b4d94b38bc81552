'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictAfterDeletion } from '../apollo/evict-queries';
import { ConfirmDelete } from '../parts/confirm-delete';
import { problemOf } from '../parts/problem';
import { type EditedKind, type NamedRecord, type RecordValues, titleOf } from './record-kind';
import { UsersNamed, useUsers } from './record-users';

type Props<Row extends NamedRecord, Values extends RecordValues, Input> = {
  kind: EditedKind<Row, Values, Input>;
  record: Row;
  onClose: () => void;
};

export function DeleteRecord<Row extends NamedRecord, Values extends RecordValues, Input>({
  kind,
  record,
  onClose,
}: Props<Row, Values, Input>) {
  const { id, version } = record;
  const name = titleOf(record);
  const router = useRouter();
  const { used, error: unknown } = useUsers({ query: kind.documents.users, id });
  const [remove, { loading, error }] = useMutation(kind.documents.remove, { update: evictAfterDeletion(id) });
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
