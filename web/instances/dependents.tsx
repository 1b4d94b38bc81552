'use client';

import { useQuery } from '@apollo/client/react';
import type { InstanceFilter, UsedByQuery as UsedByResult } from '../generated/graphql';
import { StatusBadge } from '../parts/status-badge';
import { UsedByQuery } from './used-by';

/** Loads the instances that a deletion affects, past the cache, which may be stale. */
export function useDependents(filter: InstanceFilter) {
  const { data, error } = useQuery(UsedByQuery, { variables: { filter }, fetchPolicy: 'network-only' });
  return { data: data?.instances, error };
}

type Props = { used?: UsedByResult['instances']; none: string; some: string };

export function Dependents({ used, none, some }: Props) {
  if (!used) return <p style={{ marginTop: 0 }}>Checking what depends on it.</p>;
  if (used.totalCount === 0) return <p style={{ marginTop: 0 }}>{none}</p>;
  const rest = used.totalCount - used.nodes.length;
  return (
    <>
      <p style={{ marginTop: 0 }}>
        <StatusBadge tone="warn">
          {used.totalCount === 1 ? '1 instance' : `${used.totalCount} instances`} {some}:
        </StatusBadge>
      </p>
      <ul>
        {used.nodes.map(({ id, hostname, addresses }) => (
          <li key={id}>
            {hostname} <span className="mono muted">{addresses[0]}</span>
          </li>
        ))}
        {rest > 0 && <li>and {rest} more</li>}
      </ul>
    </>
  );
}
