'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictLists } from '../apollo/evict-lists';
import { graphql } from '../generated';
import { Dependents, useDependents } from '../instances/dependents';
import { ConfirmDelete } from '../parts/confirm-delete';
import { problemOf } from '../parts/problem';

const DeleteKeyMutation = graphql(`
  mutation DeleteKey($input: DeleteSshKeyInput!) {
    deleteSshKey(input: $input) {
      outcome
    }
  }
`);

type Props = { sshKey: { id: string; name: string; version: number }; onClose: () => void };

export function DeleteKey({ sshKey: { id, name, version }, onClose }: Props) {
  const router = useRouter();
  const used = useDependents({ key: id });
  const [remove, { loading, error }] = useMutation(DeleteKeyMutation, {
    update: evictLists('sshKeys', 'sshKey', 'instance', 'instances'),
  });
  const refused = error && problemOf(error).code === 'DEPENDENCY_EXISTS';
  const force = Boolean(used.data?.totalCount) || Boolean(refused);
  const confirm = async () => {
    try {
      await remove({ variables: { input: { id, ifVersion: version, force } } });
      notifications.show({ message: `The key ${name} is deleted.` });
      router.push('/keys');
    } catch {
      return;
    }
  };
  return (
    <ConfirmDelete
      opened
      title={`Delete the key ${name}?`}
      verb={force ? 'Delete all the same' : 'Delete'}
      busy={loading}
      blocked={!used.data}
      error={error ?? used.error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Dependents used={used.data} none="No instance uses it." some="lose this key at their next request" />
    </ConfirmDelete>
  );
}
