'use client';

import { useApolloClient } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { BulkDelete } from './bulk-delete';
import { InstanceListQuery, type listVariables } from './instance-list-query';
import classes from './instance-list.module.css';

type Row = { id: string; hostname: string };

type Props = {
  selected: Row[];
  total: number;
  variables: ReturnType<typeof listVariables>;
  onDone: () => void;
  onClear: () => void;
};

/** The operations on the selected rows, or on all that match the filter. */
export function BulkBar({ selected, total, variables, onDone, onClear }: Props) {
  const client = useApolloClient();
  const [all, setAll] = useState<Row[]>();
  const [loading, setLoading] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const rows = all ?? selected;

  const takeAll = async () => {
    setLoading(true);
    const found: Row[] = [];
    let after: string | null | undefined;
    do {
      const { data } = await client.query({
        query: InstanceListQuery,
        variables: { ...variables, first: 500, after },
        fetchPolicy: 'no-cache',
      });
      found.push(...(data?.instances.nodes ?? []));
      after = data?.instances.pageInfo.hasNextPage ? data.instances.pageInfo.endCursor : null;
    } while (after);
    setAll(found);
    setLoading(false);
  };

  return (
    <div className={classes.selection} role="region" aria-label="Selection">
      <strong aria-live="polite">{rows.length} selected</strong>
      {!all && selected.length < total && (
        <Button variant="subtle" size="xs" loading={loading} onClick={() => void takeAll()}>
          Select all {total} matching
        </Button>
      )}
      <Button variant="subtle" size="xs" onClick={onClear}>
        Clear selection
      </Button>
      <Button
        color="red"
        variant="outline"
        size="xs"
        leftSection={<IconTrash size={14} aria-hidden />}
        onClick={() => setDeleting(true)}
      >
        Delete
      </Button>
      {deleting && <BulkDelete rows={rows} onClose={() => setDeleting(false)} onDone={onDone} />}
    </div>
  );
}
