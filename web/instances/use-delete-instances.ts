'use client';

import { useMutation } from '@apollo/client/react';
import { useCallback, useState } from 'react';
import { evictLists, records } from '../apollo/evict-lists';
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

/** How many objects one call may be about. */
const maxPerCall = 500;

function* callsFor(ids: string[]) {
  for (let from = 0; from < ids.length; from += maxPerCall) yield ids.slice(from, from + maxPerCall);
}

/** Deletes any number of machines, as many a call as one may be about. Each call deletes all of its machines or none. */
export function useDeleteInstances(all: string[]) {
  const [left, setLeft] = useState(all);
  const [count, setCount] = useState<number>();
  const [tryOut, trial] = useMutation(DeleteInstances);
  const [remove, removing] = useMutation(DeleteInstances, {
    update: evictLists('instances', 'instance', ...records),
  });

  /** Counts what would be deleted. */
  const countAll = useCallback(async () => {
    let deleted = 0;
    for (const ids of callsFor(all)) {
      const { data } = await tryOut({ variables: { input: { ids, dryRun: true } } });
      deleted += data?.deleteInstances.summary.deleted ?? 0;
    }
    setCount(deleted);
  }, [all, tryOut]);

  /** Deletes what is left; where a call is refused, what was deleted before it stays deleted. */
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
