'use client';

import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useMay } from '../access/viewer';
import type { InstanceRowFragment } from '../generated/graphql';
import { Blank } from '../parts/blank';
import { ColumnChoice, useColumnChoice } from '../parts/column-choice';
import { DataTable, type Sort } from '../parts/data-table';
import { Failure } from '../parts/failure';
import { Loading } from '../parts/loading';
import { PageHead } from '../parts/page-head';
import { firstPage, pageVariables, usePageState } from '../parts/page-state';
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

export function InstanceList() {
  const mayWrite = useMay('instances:write');
  const router = useRouter();
  const [filters, setFilters] = useInstanceFilters();
  const [state, setState] = usePageState();
  const [selected, setSelected] = useState<InstanceRowFragment[]>([]);
  const { chosen, hidden, setHidden } = useColumnChoice('instances', instanceColumns);
  const variables = listVariables(filters);
  const { data, previousData, error, refetch } = useQuery(InstanceListQuery, {
    variables: { ...variables, ...pageVariables(state) },
  });
  const list = (data ?? previousData)?.instances;
  const change = (changes: Partial<InstanceFilters>) => {
    setSelected([]);
    void setFilters(changes);
    void setState(firstPage);
  };
  const sort = ({ column, direction }: Sort) =>
    change({ sort: column as InstanceFilters['sort'], direction });

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
      {error && (
        <Failure error={error} title="The instances could not be loaded" onRetry={() => void refetch()} />
      )}
      {!list && !error && <Loading rows={12} />}
      {list && list.nodes.length === 0 && (
        <NoInstances filtered={isFiltered(filters)} mayWrite={mayWrite} onClear={() => change(noFilters)} />
      )}
      {list && list.nodes.length > 0 && (
        <>
          {selected.length > 0 && (
            <BulkBar
              selected={selected}
              total={list.totalCount}
              variables={variables}
              onDone={() => {
                setSelected([]);
                void setState(firstPage);
              }}
              onClear={() => setSelected([])}
            />
          )}
          <DataTable
            label="Instances"
            rows={list.nodes}
            columns={chosen}
            nameOf={(row) => row.hostname}
            sort={{ column: filters.sort, direction: filters.direction }}
            onSort={sort}
            selection={mayWrite ? { selected, onSelect: setSelected } : undefined}
            onOpen={({ id }) => router.push(`/instances/${id}`)}
          />
          <Pager
            state={state}
            total={list.totalCount}
            shown={list.nodes.length}
            edge={list.pageInfo}
            onMove={(move) => {
              setSelected([]);
              void setState(move);
            }}
          />
        </>
      )}
    </>
  );
}

function count(total: number, filtered: boolean): string {
  const noun = total === 1 ? 'instance' : 'instances';
  return filtered ? `${total} ${noun} match` : `${total} ${noun}`;
}

function RegisterButton() {
  return (
    <Button component={Link} href="/instances/new" leftSection={<IconPlus size={15} aria-hidden />}>
      Register
    </Button>
  );
}

type NoneProps = { filtered: boolean; mayWrite: boolean; onClear: () => void };

function NoInstances({ filtered, mayWrite, onClear }: NoneProps) {
  if (filtered) {
    return (
      <Blank title="No instance matches" action={<Button onClick={onClear}>Clear filters</Button>}>
        The filters leave nothing over.
      </Blank>
    );
  }
  return (
    <Blank title="No machine is registered yet" action={mayWrite && <RegisterButton />}>
      Register one with its hostname and address. It gets its metadata at the next boot.
    </Blank>
  );
}
