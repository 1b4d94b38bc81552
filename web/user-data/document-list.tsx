'use client';

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useMay } from '../access/viewer';
import { graphql } from '../generated';
import type { DocumentRowFragment } from '../generated/graphql';
import { EmptyState } from '../parts/empty-state';
import { sizeText } from '../parts/bytes';
import type { Column } from '../parts/data-table';
import { ListPage } from '../parts/list-page';
import { orderOf, useListState } from '../parts/list-state';
import { pageVariables } from '../parts/page-state';
import { When } from '../parts/when';
import { kindNames } from './user-data-kind';

const DocumentListQuery = graphql(`
  query DocumentList(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $search: String
    $orderBy: NameOrder
  ) {
    userDataDocuments(
      first: $first
      after: $after
      last: $last
      before: $before
      search: $search
      orderBy: $orderBy
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        ...DocumentRow
      }
    }
  }
  fragment DocumentRow on UserData {
    id
    name
    kind
    size
    updatedAt
    instances(first: 1) {
      totalCount
    }
  }
`);

const columns: Column<DocumentRowFragment>[] = [
  {
    accessor: 'name',
    title: 'Name',
    sortable: true,
    render: ({ id, name }) => <Link href={`/user-data/${id}`}>{name ?? id}</Link>,
  },
  { accessor: 'kind', title: 'Kind', render: ({ kind }) => kindNames[kind] },
  { accessor: 'size', title: 'Size', render: ({ size }) => sizeText(size) },
  {
    accessor: 'usedBy',
    title: 'Used by',
    render: ({ id, instances }) =>
      instances.totalCount > 0 ? (
        <Link href={`/instances?userData=${id}`}>
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

export function DocumentList() {
  const mayWrite = useMay('user-data:write');
  const list = useListState();
  const { data, previousData, error, refetch } = useQuery(DocumentListQuery, {
    variables: { ...pageVariables(list.page), search: list.q || null, orderBy: orderOf(list) },
  });
  const add = mayWrite && (
    <Button component={Link} href="/user-data/new" leftSection={<IconPlus size={15} aria-hidden />}>
      New document
    </Button>
  );
  return (
    <ListPage
      title="User data"
      noun={['document', 'documents']}
      searchHint="Name"
      list={list}
      columns={columns}
      connection={(data ?? previousData)?.userDataDocuments}
      error={error}
      onRetry={() => void refetch()}
      action={add}
      nameOf={(row) => row.name ?? row.id}
      hrefOf={(row) => `/user-data/${row.id}`}
      emptyState={
        <EmptyState title="No shared document yet" action={add}>
          A document can be given to any number of instances; cloud-init reads it at the first boot.
        </EmptyState>
      }
    />
  );
}
