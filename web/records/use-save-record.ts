'use client';

import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import type { UseFormReturnType } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { evictQueries } from '../apollo/evict-queries';
import { type EditedKind, type NamedRecord, type RecordValues, titleOf } from './record-kind';
import { useVersionedSave } from './use-versioned-save';

/** The fields of an input that differ from those of the input before; undefined ones are not sent. */
function changesOf<Input>(input: Input, before: Input): Partial<Input> {
  const known = new Map(Object.entries(before as object));
  const changed = Object.entries(input as object).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(known.get(name)),
  );
  return Object.fromEntries(changed) as Partial<Input>;
}

/** The operations of a kind, as saving needs them. */
function operationsOf<Row extends NamedRecord, Values extends RecordValues, Input>(
  client: ApolloClient,
  { documents, valuesOf, inputOf }: EditedKind<Row, Values, Input>,
) {
  return {
    create: async (values: Values) => {
      const variables = { input: inputOf(values) };
      const { data } = await client.mutate({ mutation: documents.create, variables, update: evictQueries });
      return data?.done.record;
    },
    update: async (values: Values, { known, over }: { known: Row; over: Row }) => {
      const changes = changesOf(inputOf(values), inputOf(valuesOf(known)));
      const variables = { input: { ...changes, id: over.id, ifVersion: over.version } };
      const { data } = await client.mutate({ mutation: documents.update, variables, update: evictQueries });
      return data?.done.record;
    },
    load: async (id: string) => {
      const options = { query: documents.one, variables: { id }, fetchPolicy: 'network-only' } as const;
      const { data } = await client.query(options);
      return data?.record as Row | null | undefined;
    },
  };
}

/** Saves the form of a record, then opens its page. */
export function useSaveRecord<Row extends NamedRecord, Values extends RecordValues, Input>(
  kind: EditedKind<Row, Values, Input>,
  form: UseFormReturnType<Values>,
  stored?: Row,
) {
  const client = useApolloClient();
  const router = useRouter();
  const fieldOf = (path: string[]) => {
    const name = kind.fieldOf?.(path) ?? path[0] ?? '';
    return name in form.values ? name : undefined;
  };
  const operations = { ...operationsOf(client, kind), valuesOf: kind.valuesOf, fieldOf };
  const saving = useVersionedSave<Row, Values>(form, operations, stored);

  const send = async (over?: Row) => {
    const saved = await saving.save(over);
    if (!saved) return;
    notifications.show({ message: `The ${kind.words.one} ${titleOf(saved)} is saved.` });
    saving.release();
    router.push(`${kind.path}/${saved.id}`);
  };

  return { ...saving, send };
}
