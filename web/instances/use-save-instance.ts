'use client';

import { useApolloClient } from '@apollo/client/react';
import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { evictQueries } from '../apollo/evict-queries';
import type { InstanceFormFragment } from '../generated/graphql';
import { useVersionedSave } from '../records/use-versioned-save';
import { CreateInstance, InstanceFormQuery, UpdateInstance } from './instance-form-fragment';
import { createInputOf, fieldNameOf, updateInputOf } from './instance-input';
import { duplicateOf, emptyInstance, type InstanceValues, valuesOf } from './instance-values';
import type { Afterwards } from './save-buttons';
import { kinds } from '../records/kinds';

type Form = Pick<
  UseFormReturnType<InstanceValues>,
  'values' | 'isDirty' | 'setValues' | 'setInitialValues' | 'setErrors'
>;

/** Saves the form of an instance, then opens its page, or the form for another one. */
export function useSaveInstance(form: Form, initial: InstanceValues, stored?: InstanceFormFragment) {
  const client = useApolloClient();
  const router = useRouter();
  const saving = useVersionedSave<InstanceFormFragment, InstanceValues>(
    form,
    {
      create: async (values) => {
        const variables = { input: createInputOf(values, emptyInstance) };
        const { data } = await client.mutate({ mutation: CreateInstance, variables, update: evictQueries });
        return data?.createInstance.instance;
      },
      update: async (values, { known, over }) => {
        const variables = { input: updateInputOf(values, valuesOf(known), over) };
        const { data } = await client.mutate({ mutation: UpdateInstance, variables, update: evictQueries });
        return data?.updateInstance.instance;
      },
      load: async (id) => {
        const variables = { id };
        const { data } = await client.query({
          query: InstanceFormQuery,
          variables,
          fetchPolicy: 'network-only',
        });
        return data?.instance;
      },
      valuesOf,
      fieldOf: fieldNameOf,
    },
    stored,
  );
  const { known } = saving;
  const before = useMemo(() => (known ? valuesOf(known) : emptyInstance), [known]);

  const send = async (afterwards: Afterwards, over?: InstanceFormFragment) => {
    const instance = await saving.save(over);
    if (!instance) return;
    notifications.show({ message: `${instance.hostname} is ${known ? 'saved' : 'registered'}.` });
    if (afterwards === 'another') {
      saving.startFrom(initial === emptyInstance ? emptyInstance : duplicateOf(instance));
      window.scrollTo({ top: 0 });
      return;
    }
    saving.release();
    router.push(`${kinds.instance.path}/${instance.id}`);
  };

  return { ...saving, before, send };
}
