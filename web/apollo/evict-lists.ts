import type { ApolloCache } from '@apollo/client';

type List =
  | 'instances'
  | 'instance'
  | 'sshKeys'
  | 'sshKey'
  | 'userDataDocuments'
  | 'userData'
  | (typeof records)[number];

/** The lists of networks and roles: what they show of each other goes with every change of one. */
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

/** Drops lists from the cache, so that the next page to show them asks again. */
export function evictLists(...lists: List[]) {
  return (cache: ApolloCache) => {
    for (const fieldName of [...lists, 'auditEntries', 'node'] as const)
      cache.evict({ id: 'ROOT_QUERY', fieldName });
    cache.gc();
  };
}
