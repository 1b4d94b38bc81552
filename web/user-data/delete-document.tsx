'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictLists } from '../apollo/evict-lists';
import { graphql } from '../generated';
import type { DocumentFragment } from '../generated/graphql';
import { Dependents, useDependents } from '../instances/dependents';
import { ConfirmDelete } from '../parts/confirm-delete';
import { problemOf } from '../parts/problem';

const DeleteDocumentMutation = graphql(`
  mutation DeleteDocument($input: DeleteUserDataInput!) {
    deleteUserData(input: $input) {
      outcome
    }
  }
`);

type Props = { document: DocumentFragment; onClose: () => void };

export function DeleteDocument({ document: { id, name, version }, onClose }: Props) {
  const router = useRouter();
  const used = useDependents({ userData: id });
  const [remove, { loading, error }] = useMutation(DeleteDocumentMutation, {
    update: evictLists('userDataDocuments', 'userData', 'instance', 'instances'),
  });
  const refused = error && problemOf(error).code === 'DEPENDENCY_EXISTS';
  const force = Boolean(used.data?.totalCount) || Boolean(refused);
  const confirm = async () => {
    try {
      await remove({ variables: { input: { id, ifVersion: version, force } } });
      notifications.show({ message: `${name ?? id} is deleted.` });
      router.push('/user-data');
    } catch {
      return;
    }
  };
  return (
    <ConfirmDelete
      opened
      title={`Delete ${name ?? id}?`}
      verb={force ? 'Delete all the same' : 'Delete'}
      busy={loading}
      blocked={!used.data}
      error={error ?? used.error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <Dependents used={used.data} none="No instance uses it." some="get no user data any more" />
    </ConfirmDelete>
  );
}
