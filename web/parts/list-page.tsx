'use client';

import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { EmptyState } from './empty-state';
import { type Column, DataTable } from './data-table';
import { Failure } from './failure';
import type { ListState } from './list-state';
import classes from './list-page.module.css';
import { Loading } from './loading';
import { PageHead } from './page-head';
import { Pager } from './pager';
import { SearchBox } from './search-box';

export type Connection<T> = {
  totalCount: number;
  nodes: T[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor?: string | null;
    endCursor?: string | null;
  };
};

type Props<T> = {
  title: string;
  /** Shown between the head and the list. */
  above?: ReactNode;
  noun: [one: string, many: string];
  searchHint: string;
  list: ListState;
  columns: Column<T>[];
  connection?: Connection<T>;
  error?: unknown;
  onRetry: () => void;
  action?: ReactNode;
  emptyState: ReactNode;
  nameOf: (row: T) => string;
  hrefOf: (row: T) => string;
};

/** The page of a list with search, sorting and paging, but without filters and selection. */
export function ListPage<T extends { id: string }>(props: Props<T>) {
  const { title, above, noun, searchHint, list, connection, error, onRetry, action } = props;
  const total = connection?.totalCount ?? 0;
  return (
    <>
      <PageHead
        title={title}
        below={connection ? `${total} ${noun[total === 1 ? 0 : 1]}${list.q ? ' match' : ''}` : 'Counting'}
        actions={action}
      />
      {above}
      <search className={classes.bar} aria-label={`Filter ${noun[1]}`}>
        <SearchBox
          label={`Search ${noun[1]}`}
          placeholder={searchHint}
          value={list.q}
          onChange={list.search}
        />
      </search>
      {Boolean(error) && (
        <div className={classes.bar}>
          <Failure error={error} title="Could not load the list" onRetry={onRetry} />
        </div>
      )}
      {!connection && !error && <Loading rows={10} />}
      {connection && <Rows {...props} connection={connection} />}
    </>
  );
}

function Rows<T extends { id: string }>(props: Props<T> & { connection: Connection<T> }) {
  const { noun, list, columns, connection, emptyState, nameOf, hrefOf } = props;
  const router = useRouter();
  if (connection.nodes.length === 0) {
    if (!list.q) return emptyState;
    return (
      <EmptyState title="No matches" action={<Button onClick={() => list.search('')}>Clear search</Button>}>
        No name contains {list.q}.
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label={noun[1]}
        rows={connection.nodes}
        columns={columns}
        nameOf={nameOf}
        sort={{ column: list.sort, direction: list.direction }}
        onSort={list.order}
        onOpen={(row) => router.push(hrefOf(row))}
      />
      <Pager
        state={list.page}
        total={connection.totalCount}
        shown={connection.nodes.length}
        edge={connection.pageInfo}
        onMove={(move) => void list.move(move)}
      />
    </>
  );
}
