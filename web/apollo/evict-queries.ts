import type { ApolloCache } from '@apollo/client';

/** The queries whose results no change of a record affects. */
const kept = new Set(['viewer', 'setup', '__typename']);

/** Evicts all query results that a change may affect, so that the next page that shows them loads them again. */
export function evictQueries(cache: ApolloCache): void {
  cache.modify({
    id: 'ROOT_QUERY',
    fields: (value: unknown, { fieldName, DELETE }) => (kept.has(fieldName) ? value : DELETE),
  });
  cache.gc();
}
