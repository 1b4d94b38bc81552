'use client';

import { useApolloClient, useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { evictLists, records } from '../apollo/evict-lists';
import { problemOf } from '../parts/problem';
import type { NamedRecord, RecordKind } from './record-kind';

const update = evictLists('instances', 'instance', ...records);

/** The fields of an input that differ from those of the input before; undefined ones are not sent. */
function changesOf<Input>(input: Input, before: Input): Partial<Input> {
  const known = new Map(Object.entries(before as object));
  const changed = Object.entries(input as object).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(known.get(name)),
  );
  return Object.fromEntries(changed) as Partial<Input>;
}

/** Creates a record, or updates the `stored` one; a `CONFLICT` does not throw: the newer version is in `newer`. */
export function useSaveRecord<Row extends NamedRecord, Values extends { name: string }, Input>(
  kind: RecordKind<Row, Values, Input>,
  stored?: Row,
) {
  const { documents, words, inputOf, valuesOf } = kind;
  const client = useApolloClient();
  const [known, setKnown] = useState(stored);
  const [newer, setNewer] = useState<Row>();
  const [create, creating] = useMutation(documents.create, { update });
  const [change, changing] = useMutation(documents.update, { update });

  const write = async (values: Values, over: Row | undefined): Promise<Row | undefined> => {
    if (!known || !over) {
      const { data } = await create({ variables: { input: inputOf(values) } });
      return data?.done.record ?? undefined;
    }
    const changes = changesOf(inputOf(values), inputOf(valuesOf(known)));
    const input = { ...changes, id: over.id, ifVersion: over.version };
    const { data } = await change({ variables: { input } });
    return data?.done.record ?? undefined;
  };

  const save = async (values: Values, over = known): Promise<Row | undefined> => {
    try {
      const saved = await write(values, over);
      setNewer(undefined);
      notifications.show({ message: `The ${words.one} ${saved?.name ?? values.name} is saved.` });
      return saved;
    } catch (error) {
      if (!over || problemOf(error).code !== 'CONFLICT') throw error;
      const variables = { id: over.id };
      const { data } = await client.query({ query: documents.one, variables, fetchPolicy: 'network-only' });
      setNewer((data?.record ?? undefined) as Row | undefined);
      return undefined;
    }
  };

  const take = (theirs: Row) => {
    setKnown(() => theirs);
    setNewer(undefined);
  };
  const loading = creating.loading || changing.loading;
  return { known, save, loading, newer, take, settle: () => setNewer(undefined) };
}
