'use client';

import { DataTable as MantineDataTable, type DataTableColumn } from 'mantine-datatable';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';
import { type Sort, SortHead } from './sort-head';

export type Column<T> = {
  accessor: string;
  title: string;
  render: (row: T) => ReactNode;
  sortable?: boolean;
  width?: number | string;
  hidden?: boolean;
};

type Selection<T> = { selected: T[]; onSelect: (rows: T[]) => void };

export type TablePropsOf<T> = {
  label: string;
  rows: T[];
  columns: Column<T>[];
  nameOf: (row: T) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: Selection<T>;
  onOpen?: (row: T) => void;
};

function columnOf<T>(column: Column<T>, sort?: Sort, onSort?: (sort: Sort) => void): DataTableColumn<T> {
  const { accessor, title, render, sortable, width, hidden } = column;
  const head =
    sortable && onSort ? <SortHead column={accessor} title={title} sort={sort} onSort={onSort} /> : title;
  return { accessor, title: head, render, width, hidden, noWrap: true };
}

/** mantine-datatable with thin lines, 32 px rows, `aria-sort` on its heads and labelled row checkboxes. */
export function DataTable<T extends { id: string }>(props: TablePropsOf<T>) {
  const { label, rows, columns, nameOf, sort, onSort, selection, onOpen } = props;
  const selectionProps = selection && {
    selectedRecords: selection.selected,
    onSelectedRecordsChange: selection.onSelect,
    allRecordsSelectionCheckboxProps: { 'aria-label': 'Select every row of this page', size: 'xs' as const },
    getRecordSelectionCheckboxProps: (row: T) => ({
      'aria-label': `Select ${nameOf(row)}`,
      size: 'xs' as const,
    }),
  };
  return (
    <MantineDataTable<T>
      aria-label={label}
      className={classes.table}
      classNames={{ table: classes.inner }}
      records={rows}
      columns={columns.map((column) => columnOf(column, sort, onSort))}
      height="auto"
      minHeight={0}
      highlightOnHover
      verticalSpacing={0}
      noRecordsText=""
      noRecordsIcon={<span />}
      scrollAreaProps={{ type: 'auto', viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
      {...(onOpen && { onRowDoubleClick: ({ record }: { record: T }) => onOpen(record) })}
      {...selectionProps}
    />
  );
}
