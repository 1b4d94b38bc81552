import type { ApolloCache } from '@apollo/client';

type List =
  | 'instances'
  | 'instance'
  | 'sshKeys'
  | 'sshKey'
  | 'userDataDocuments'
  | 'userData'
  | (typeof records)[number];

/** The queries of networks and roles: they show each other's fields, so a change of one evicts all. */
export const records = [
  'vpcs',
  'vpc',
  'subnets',
  'subnet',
  'securityGroups',
  'securityGroup',
  'iamRoles',
  'iamRole',
] as const;

/** Evicts lists from the cache, so that the next page that shows them loads them again. */
export function evictLists(...lists: List[]) {
  return (cache: ApolloCache) => {
    for (const fieldName of [...lists, 'auditEntries', 'node'] as const)
      cache.evict({ id: 'ROOT_QUERY', fieldName });
    cache.gc();
  };
}
