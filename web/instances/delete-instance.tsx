'use client';

import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictAfterDeletion } from '../apollo/evict-queries';
import { graphql } from '../generated';
import type { InstanceFormFragment } from '../generated/graphql';
import { ConfirmDelete } from '../parts/confirm-delete';
import { kinds } from '../records/kinds';

const DeleteInstanceMutation = graphql(`
  mutation DeleteInstance($input: DeleteInstanceInput!) {
    deleteInstance(input: $input) {
      outcome
    }
  }
`);

type Props = { instance: InstanceFormFragment; onClose: () => void };

export function DeleteInstance({ instance, onClose }: Props) {
  const router = useRouter();
  const { id, hostname, version, interfaces, callerAddresses, keys, userData } = instance;
  const [remove, { loading, error }] = useMutation(DeleteInstanceMutation, {
    update: evictAfterDeletion(id),
  });
  const addresses = [...interfaces.flatMap((one) => one.addresses), ...callerAddresses];
  const confirm = async () => {
    try {
      await remove({ variables: { input: { id, ifVersion: version } } });
      notifications.show({ message: `${hostname} is deleted.` });
      router.push(kinds.instance.listPath);
    } catch {
      return;
    }
  };
  return (
    <ConfirmDelete
      opened
      title={`Delete ${hostname}?`}
      verb="Delete"
      busy={loading}
      error={error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>What depends on it:</p>
      <ul>
        {addresses.length > 0 ? (
          <li>
            requests from <span className="mono">{addresses.join(', ')}</span> get no metadata any more
          </li>
        ) : (
          <li>no address, so no requests are affected</li>
        )}
        {userData && !userData.name && <li>its own user data is deleted with it</li>}
        {userData?.name && <li>the document {userData.name} stays</li>}
        {keys.length > 0 && <li>the keys {keys.map((key) => key.name).join(', ')} stay</li>}
      </ul>
    </ConfirmDelete>
  );
}
