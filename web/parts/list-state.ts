'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { Sort } from './sort-head';

import { firstPage, usePageState } from './page-state';

/** The times that every list can be sorted by, and their names in the API. */
export const sortedTimes = { createdAt: 'CREATED_AT', updatedAt: 'UPDATED_AT' } as const;

const fields = { name: 'NAME', ...sortedTimes } as const;
const columns = Object.keys(fields) as (keyof typeof fields)[];
const directions = ['asc', 'desc'] as const;

/** The state of a sorted list in the URL. */
export const sortParsers = <Column extends string>(sortable: readonly Column[], first: Column) => ({
  sort: parseAsStringLiteral(sortable).withDefault(first),
  direction: parseAsStringLiteral(directions).withDefault('asc'),
});

/** The direction in the API. */
export const directionOf = (direction: (typeof directions)[number]) =>
  direction === 'asc' ? ('ASC' as const) : ('DESC' as const);

const parsers = {
  q: parseAsString.withDefault(''),
  ...sortParsers(columns, 'name'),
};

/** Search text, order and page of a list of named records, kept in the URL. */
export function useListState() {
  const [{ q, sort, direction }, set] = useQueryStates(parsers, { history: 'replace' });
  const [page, move] = usePageState();
  const search = (words: string) => {
    void set({ q: words });
    void move(firstPage);
  };
  const order = ({ column, direction: way }: Sort) => {
    void set({ sort: column as typeof sort, direction: way });
    void move(firstPage);
  };
  return { q, sort, direction, page, search, order, move };
}

export type ListState = ReturnType<typeof useListState>;

export function orderOf({ sort, direction }: Pick<ListState, 'sort' | 'direction'>) {
  return { field: fields[sort], direction: directionOf(direction) };
}
