'use client';

import { useMutation } from '@apollo/client/react';
import { useCallback, useState } from 'react';
import { evictQueries } from '../apollo/evict-queries';
import { graphql } from '../generated';

const DeleteInstances = graphql(`
  mutation DeleteInstances($input: DeleteInstancesInput!) {
    deleteInstances(input: $input) {
      summary {
        deleted
        failed
      }
      results {
        index
        error {
          message
        }
      }
    }
  }
`);

/** The maximum number of ids in one call of the API. */
const maxPerCall = 500;

function* callsFor(ids: string[]) {
  for (let from = 0; from < ids.length; from += maxPerCall) yield ids.slice(from, from + maxPerCall);
}

/** Deletes any number of machines, at most `maxPerCall` a call. Each call deletes all of its machines or none. */
export function useDeleteInstances(all: string[]) {
  const [left, setLeft] = useState(all);
  const [count, setCount] = useState<number>();
  const [tryOut, trial] = useMutation(DeleteInstances);
  const [remove, removing] = useMutation(DeleteInstances, { update: evictQueries });

  /** Counts the machines that would be deleted, with a dry run. */
  const countAll = useCallback(async () => {
    let deleted = 0;
    for (const ids of callsFor(all)) {
      const { data } = await tryOut({ variables: { input: { ids, dryRun: true } } });
      deleted += data?.deleteInstances.summary.deleted ?? 0;
    }
    setCount(deleted);
  }, [all, tryOut]);

  /** Deletes the remaining machines; if a call is refused, those of the calls before it stay deleted. */
  const deleteAll = async () => {
    let rest = left;
    for (const ids of callsFor(left)) {
      await remove({ variables: { input: { ids } } });
      rest = rest.slice(ids.length);
      setLeft(rest);
      setCount(rest.length);
    }
    return all.length;
  };

  return { count, countAll, deleteAll, busy: removing.loading, error: trial.error ?? removing.error };
}
