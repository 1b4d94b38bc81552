'use client';

import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs';

export type PageState = { page: number; size: number; after: string | null; before: string | null };

const parsers = {
  page: parseAsInteger.withDefault(1),
  size: parseAsInteger.withDefault(50),
  after: parseAsString,
  before: parseAsString,
};

export const firstPage = { page: 1, after: null, before: null };

/** The page of a list, kept in the URL. */
export function usePageState() {
  return useQueryStates(parsers, { history: 'push' });
}

export function pageVariables({ size, after, before }: PageState) {
  const count = Math.min(Math.max(size, 1), 500);
  return before ? { last: count, before } : { first: count, after };
}
