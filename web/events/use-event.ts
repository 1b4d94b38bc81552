'use client';

import type { TypedDocumentNode } from '@apollo/client';
import { useMutation } from '@apollo/client/react';
import { notifications } from '@mantine/notifications';
import { evictQueries } from '../apollo/evict-queries';
import { fieldErrorsOf, problemOf } from '../parts/problem';

/** One operation on the events of an instance. `act` resolves with true on success; `fields` has the field errors. */
export function useEvent<Input extends { id: string }>(
  document: TypedDocumentNode<object, { input: Input }>,
  done: string,
) {
  const [mutate, { loading, error }] = useMutation(document, { update: evictQueries });
  const act = async (input: Input): Promise<boolean> => {
    try {
      await mutate({ variables: { input } });
      notifications.show({ message: done });
      return true;
    } catch {
      return false;
    }
  };
  const fields = error ? fieldErrorsOf(problemOf(error), ([name]) => name).placed : {};
  return { act, busy: loading, error, fields };
}
