'use client';

import { useQuery } from '@apollo/client/react';
import Link from 'next/link';
import { graphql } from '../generated';
import type { InstanceFilter } from '../generated/graphql';
import { type Fact, Facts } from '../parts/facts';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';

export const UsedByQuery = graphql(`
  query UsedBy($filter: InstanceFilter!) {
    instances(first: 10, filter: $filter, orderBy: { field: HOSTNAME }) {
      totalCount
      nodes {
        id
        hostname
        addresses
      }
    }
  }
`);

type Props = { filter: InstanceFilter; listHref: string };

/** The first instances that use a key or a document, and a link to all of them. */
export function UsedBy({ filter, listHref }: Props) {
  const { data, error, refetch } = useQuery(UsedByQuery, { variables: { filter } });
  const used = data?.instances;
  if (error && !used) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!used) return <Loading rows={3} />;
  const facts: Fact[] = used.nodes.map(({ id, hostname, addresses }) => [
    addresses[0] ?? 'no address',
    <Link key={id} href={`/instances/${id}`}>
      {hostname}
    </Link>,
  ]);
  const title = used.totalCount === 0 ? 'Not used' : `Used by ${used.totalCount}`;
  const rest = used.totalCount - used.nodes.length;
  return (
    <>
      <Facts title={title} facts={facts} />
      {rest > 0 && <Link href={listHref}>and {rest} more</Link>}
    </>
  );
}
