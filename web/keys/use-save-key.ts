'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { evictLists } from '../apollo/evict-lists';
import type { KeyDetailsFragment } from '../generated/graphql';
import { problemOf } from '../parts/problem';
import { KeyQuery, UpdateKey } from './key-queries';

/** Updates a key; a `CONFLICT` does not throw: the newer version is returned as `newer`. */
export function useSaveKey(stored: KeyDetailsFragment) {
  const client = useApolloClient();
  const [known, setKnown] = useState(stored);
  const [newer, setNewer] = useState<KeyDetailsFragment>();
  const [update, { loading }] = useMutation(UpdateKey, { update: evictLists('sshKeys', 'instance') });
  const save = async (values: { name: string; publicKey: string }, over = known) => {
    const { id, version } = over;
    const changes = {
      ...(values.name.trim() !== known.name && { name: values.name.trim() }),
      ...(values.publicKey.trim() !== known.publicKey && { publicKey: values.publicKey.trim() }),
    };
    try {
      const { data } = await update({ variables: { input: { id, ifVersion: version, ...changes } } });
      setNewer(undefined);
      notifications.show({ message: `${data?.updateSshKey.sshKey?.name ?? 'The key'} is saved.` });
      return data?.updateSshKey.sshKey ?? undefined;
    } catch (error) {
      if (problemOf(error).code !== 'CONFLICT') throw error;
      const fresh = await client.query({ query: KeyQuery, variables: { id }, fetchPolicy: 'network-only' });
      setNewer(fresh.data?.sshKey ?? undefined);
      return undefined;
    }
  };
  const take = (theirs: KeyDetailsFragment) => {
    setKnown(theirs);
    setNewer(undefined);
  };
  return { known, save, loading, newer, take, settle: () => setNewer(undefined) };
}
