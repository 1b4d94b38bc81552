'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { useState } from 'react';
import { evictLists, records } from '../apollo/evict-lists';
import type { InstanceFormFragment } from '../generated/graphql';
import { problemOf } from '../parts/problem';
import { CreateInstance, InstanceFormQuery, UpdateInstance } from './instance-form-fragment';
import { createInputOf, updateInputOf } from './instance-input';
import type { InstanceValues } from './instance-values';

export type Saving = { values: InstanceValues; before: InstanceValues; over?: InstanceFormFragment };

/**
 * Creates the instance, or updates the `known` one. A `CONFLICT` does not throw: the newer version is loaded, and
 * returned as `newer` until the user decides.
 */
export function useSaveInstance(known?: InstanceFormFragment) {
  const client = useApolloClient();
  const update = evictLists('instances', 'instance', 'sshKey', 'userData', ...records);
  const [create, creating] = useMutation(CreateInstance, { update });
  const [change, changing] = useMutation(UpdateInstance, { update });
  const [newer, setNewer] = useState<InstanceFormFragment>();

  const load = async (id: string) => {
    const { data } = await client.query({
      query: InstanceFormQuery,
      variables: { id },
      fetchPolicy: 'network-only',
    });
    return data?.instance ?? undefined;
  };

  const save = async ({ values, before, over }: Saving): Promise<InstanceFormFragment | undefined> => {
    if (!known) {
      const { data } = await create({ variables: { input: createInputOf(values, before) } });
      return data?.createInstance.instance ?? undefined;
    }
    try {
      const { data } = await change({ variables: { input: updateInputOf(values, before, over ?? known) } });
      setNewer(undefined);
      return data?.updateInstance.instance ?? undefined;
    } catch (error) {
      if (problemOf(error).code !== 'CONFLICT') throw error;
      setNewer(await load(known.id));
      return undefined;
    }
  };

  const busy = creating.loading || changing.loading;
  return { save, busy, newer, settle: () => setNewer(undefined) };
}
