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
import { type ListedKind, type ListedRecord, titleOf } from './record-kind';

type Props<Row extends ListedRecord> = {
  kind: ListedKind<Row>;
  title: string;
  /** The words of the button that leads to the form of a new one. */
  addLabel?: string;
  above?: ReactNode;
};

/** The list of a kind, with the columns name, those of the kind, and the time of the last change. */
export function RecordList<Row extends ListedRecord>({
  kind,
  title,
  addLabel = `New ${kind.words.one}`,
  above,
}: Props<Row>) {
  const { words, path, documents, invitation } = kind;
  const mayWrite = useMay(kind.permission);
  const list = useListState();
  const { data, previousData, error, refetch } = useQuery(documents.list, {
    variables: { ...pageVariables(list.page), search: list.q || null, orderBy: orderOf(list) },
  });
  const add = mayWrite && (
    <Button component={Link} href={`${path}/new`} leftSection={<IconPlus size={15} aria-hidden />}>
      {addLabel}
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
      nameOf={titleOf}
      hrefOf={(row) => `${path}/${row.id}`}
      emptyState={
        <EmptyState title={kind.emptyTitle ?? `No ${words.one} yet`} action={add}>
          {invitation}
        </EmptyState>
      }
    />
  );
}

function columnsOf<Row extends ListedRecord>({
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
      render: (row) => <Link href={`${path}/${row.id}`}>{titleOf(row)}</Link>,
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
