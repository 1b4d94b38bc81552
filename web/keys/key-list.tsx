'use client';

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useMay } from '../access/viewer';
import { graphql } from '../generated';
import type { KeyRowFragment } from '../generated/graphql';
import { EmptyState } from '../parts/empty-state';
import type { Column } from '../parts/data-table';
import { ListPage } from '../parts/list-page';
import { orderOf, useListState } from '../parts/list-state';
import { CopyableText } from '../parts/copyable-text';
import { pageVariables } from '../parts/page-state';
import { When } from '../parts/when';

const KeyListQuery = graphql(`
  query KeyList(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $search: String
    $orderBy: NameOrder
  ) {
    sshKeys(first: $first, after: $after, last: $last, before: $before, search: $search, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        ...KeyRow
      }
    }
  }
`);

const columns: Column<KeyRowFragment>[] = [
  {
    accessor: 'name',
    title: 'Name',
    sortable: true,
    render: ({ id, name }) => <Link href={`/keys/${id}`}>{name}</Link>,
  },
  { accessor: 'type', title: 'Type', render: ({ type, bits }) => (bits ? `${type}, ${bits} bits` : type) },
  {
    accessor: 'fingerprint',
    title: 'Fingerprint',
    render: ({ fingerprint, name }) => <CopyableText value={fingerprint} what={`fingerprint of ${name}`} />,
  },
  {
    accessor: 'comment',
    title: 'Comment',
    render: ({ comment }) => comment || <span className="muted">–</span>,
  },
  {
    accessor: 'usedBy',
    title: 'Used by',
    render: ({ instances, id }) =>
      instances.totalCount > 0 ? (
        <Link href={`/instances?key=${id}`}>
          {instances.totalCount} {instances.totalCount === 1 ? 'instance' : 'instances'}
        </Link>
      ) : (
        <span className="muted">nothing</span>
      ),
  },
  {
    accessor: 'updatedAt',
    title: 'Changed',
    sortable: true,
    render: ({ updatedAt }) => <When at={updatedAt} />,
  },
];

export function KeyList() {
  const mayWrite = useMay('keys:write');
  const list = useListState();
  const { data, previousData, error, refetch } = useQuery(KeyListQuery, {
    variables: { ...pageVariables(list.page), search: list.q || null, orderBy: orderOf(list) },
  });
  const add = mayWrite && (
    <Button component={Link} href="/keys/new" leftSection={<IconPlus size={15} aria-hidden />}>
      Add keys
    </Button>
  );
  return (
    <ListPage
      title="SSH keys"
      noun={['key', 'keys']}
      searchHint="Name"
      list={list}
      columns={columns}
      connection={(data ?? previousData)?.sshKeys}
      error={error}
      onRetry={() => void refetch()}
      action={add}
      nameOf={(row) => row.name}
      hrefOf={(row) => `/keys/${row.id}`}
      emptyState={
        <EmptyState title="No key yet" action={add}>
          Paste a public key, or drop an authorized_keys file; then choose it in the form of an instance.
        </EmptyState>
      }
    />
  );
}
