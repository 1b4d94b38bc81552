'use client';

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMay } from '../access/viewer';
import type { InstanceRowFragment } from '../generated/graphql';
import { EmptyState } from '../parts/empty-state';
import { ColumnChoice, useColumnChoice } from '../parts/column-choice';
import { DataTable, type TablePropsOf } from '../parts/data-table';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { PageHead } from '../parts/page-head';
import { firstPage, type PageState, pageVariables, usePageState } from '../parts/page-state';
import { Pager } from '../parts/pager';
import { BulkBar } from './bulk-bar';
import { instanceColumns } from './instance-columns';
import { InstanceFilterBar } from './instance-filter-bar';
import {
  type InstanceFilters,
  InstanceListQuery,
  isFiltered,
  listVariables,
  noFilters,
  useInstanceFilters,
} from './instance-list-query';
import { kinds } from '../records/kinds';

/** Loads the rows for the filters and the page in the URL; `change` and `move` change these. */
function useInstanceList() {
  const [filters, setFilters] = useInstanceFilters();
  const [state, setState] = usePageState();
  const [selected, setSelected] = useState<InstanceRowFragment[]>([]);
  const variables = { ...listVariables(filters), ...pageVariables(state) };
  const { data, previousData, error, refetch } = useQuery(InstanceListQuery, { variables });
  const list = (data ?? previousData)?.instances;
  const move = (to: Partial<PageState>) => {
    setSelected([]);
    void setState(to);
  };
  const change = (changes: Partial<InstanceFilters>) => {
    void setFilters(changes);
    move(firstPage);
  };
  return { filters, change, state, move, selected, setSelected, list, error, refetch };
}

export function InstanceList() {
  const mayWrite = useMay('instances:write');
  const { filters, change, state, move, selected, setSelected, list, error, refetch } = useInstanceList();
  const { chosen, hidden, setHidden } = useColumnChoice('instances', instanceColumns);
  return (
    <>
      <PageHead
        title="Instances"
        below={list ? count(list.totalCount, isFiltered(filters)) : 'Counting'}
        actions={mayWrite && <RegisterButton />}
      />
      <InstanceFilterBar filters={filters} onChange={change}>
        <ColumnChoice columns={instanceColumns} hidden={hidden} onChange={setHidden} />
      </InstanceFilterBar>
      {error && <Failure error={error} title="Could not load the instances" onRetry={() => void refetch()} />}
      {!list && !error && <Loading rows={12} />}
      {list?.nodes.length === 0 && (
        <NoInstances filtered={isFiltered(filters)} mayWrite={mayWrite} onClear={() => change(noFilters)} />
      )}
      {list && selected.length > 0 && (
        <BulkBar
          selected={selected}
          total={list.totalCount}
          variables={listVariables(filters)}
          onDone={() => move(firstPage)}
          onClear={() => setSelected([])}
        />
      )}
      {list && list.nodes.length > 0 && (
        <InstanceTable
          rows={list.nodes}
          columns={chosen}
          filters={filters}
          onChange={change}
          selection={mayWrite ? { selected, onSelect: setSelected } : undefined}
        />
      )}
      {list && (
        <Pager
          state={state}
          total={list.totalCount}
          shown={list.nodes.length}
          edge={list.pageInfo}
          onMove={move}
        />
      )}
    </>
  );
}

type TableProps = Pick<TablePropsOf<InstanceRowFragment>, 'rows' | 'columns' | 'selection'> & {
  filters: InstanceFilters;
  onChange: (changes: Partial<InstanceFilters>) => void;
};

function InstanceTable({ filters: { sort, direction }, onChange, ...table }: TableProps) {
  const router = useRouter();
  return (
    <DataTable
      {...table}
      label="Instances"
      nameOf={(row) => row.hostname}
      sort={{ column: sort, direction }}
      onSort={(by) => onChange({ sort: by.column as InstanceFilters['sort'], direction: by.direction })}
      onOpen={({ id }) => router.push(`${kinds.instance.path}/${id}`)}
    />
  );
}

function count(total: number, filtered: boolean): string {
  const noun = total === 1 ? 'instance' : 'instances';
  return filtered ? `${total} ${noun} match` : `${total} ${noun}`;
}

function RegisterButton() {
  return (
    <Button
      component={Link}
      href={`${kinds.instance.path}/new`}
      leftSection={<IconPlus size={15} aria-hidden />}
    >
      Register
    </Button>
  );
}

type NoneProps = { filtered: boolean; mayWrite: boolean; onClear: () => void };

function NoInstances({ filtered, mayWrite, onClear }: NoneProps) {
  if (filtered) {
    return (
      <EmptyState title="No matches" action={<Button onClick={onClear}>Clear filters</Button>}>
        No instance matches the filters.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No instances yet" action={mayWrite && <RegisterButton />}>
      Register one with its hostname and address. It gets its metadata at the next boot.
    </EmptyState>
  );
}
