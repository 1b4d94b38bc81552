import type { ApolloCache } from '@apollo/client';

/** The queries whose results no change of a record affects. */
const kept = new Set(['viewer', 'setup', '__typename']);

/** Evicts all query results that a change may affect, so that the next page that shows them loads them again. */
export const evictQueries = (cache: ApolloCache): void => evict(cache, () => false);

/** The same after a deletion: the page of the deleted record keeps its data until it is left. */
export const evictAfterDeletion =
  (id: string) =>
  (cache: ApolloCache): void =>
    evict(cache, (query) => query.includes(`"${id}"`));

function evict(cache: ApolloCache, isKept: (query: string) => boolean): void {
  cache.modify({
    id: 'ROOT_QUERY',
    fields: (value: unknown, { fieldName, storeFieldName, DELETE }) =>
      kept.has(fieldName) || isKept(storeFieldName) ? value : DELETE,
  });
  cache.gc();
}
