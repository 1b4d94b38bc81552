'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import type { Sort } from './sort-head';

import { firstPage, usePageState } from './page-state';

const parsers = {
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['name', 'createdAt', 'updatedAt']).withDefault('name'),
  direction: parseAsStringLiteral(['asc', 'desc']).withDefault('asc'),
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

const fields = { name: 'NAME', createdAt: 'CREATED_AT', updatedAt: 'UPDATED_AT' } as const;

export function orderOf({ sort, direction }: Pick<ListState, 'sort' | 'direction'>) {
  return { field: fields[sort], direction: direction === 'asc' ? ('ASC' as const) : ('DESC' as const) };
}
