'use client';

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useMay } from '../access/viewer';
import { EmptyState } from '../parts/empty-state';
import type { Column } from '../parts/data-table';
import { ListPage } from '../parts/list-page';
import { orderOf, useListState } from '../parts/list-state';
import { pageVariables } from '../parts/page-state';
import { When } from '../parts/when';
import type { NamedRecord, RecordKind } from './record-kind';

type Props<Row extends NamedRecord, Values extends { name: string }, Input> = {
  kind: RecordKind<Row, Values, Input>;
  title: string;
  above?: ReactNode;
};

/** The list of a kind, with the columns name, those of the kind, and the time of the last change. */
export function RecordList<Row extends NamedRecord, Values extends { name: string }, Input>({
  kind,
  title,
  above,
}: Props<Row, Values, Input>) {
  const { words, path, documents, invitation } = kind;
  const mayWrite = useMay(kind.permission);
  const list = useListState();
  const { data, previousData, error, refetch } = useQuery(documents.list, {
    variables: { ...pageVariables(list.page), search: list.q || null, orderBy: orderOf(list) },
  });
  const add = mayWrite && (
    <Button component={Link} href={`${path}/new`} leftSection={<IconPlus size={15} aria-hidden />}>
      New {words.one}
    </Button>
  );
  return (
    <ListPage
      title={title}
      above={above}
      noun={[words.one, words.many]}
      searchHint="Name"
      list={list}
      columns={columnsOf(kind)}
      connection={(data ?? previousData)?.page}
      error={error}
      onRetry={() => void refetch()}
      action={add}
      nameOf={(row) => row.name}
      hrefOf={(row) => `${path}/${row.id}`}
      emptyState={
        <EmptyState title={`No ${words.one} yet`} action={add}>
          {invitation}
        </EmptyState>
      }
    />
  );
}

function columnsOf<Row extends NamedRecord>({
  path,
  columns,
}: {
  path: string;
  columns: Column<Row>[];
}): Column<Row>[] {
  return [
    {
      accessor: 'name',
      title: 'Name',
      sortable: true,
      render: ({ id, name }) => <Link href={`${path}/${id}`}>{name}</Link>,
    },
    ...columns,
    {
      accessor: 'updatedAt',
      title: 'Changed',
      sortable: true,
      render: ({ updatedAt }) => <When at={updatedAt} />,
    },
  ];
}
