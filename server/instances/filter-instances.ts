import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { findForInput, type Referable } from '../graphql/references.ts';
import { instancesWith } from '../iam/delete-roles.ts';
import { iamRoles } from '../iam/iam-role.references.ts';
import { sshKeys } from '../keys/ssh-key.references.ts';
import { securityGroups, subnets } from '../networks/network.references.ts';
import { userDataDocuments } from '../user-data/user-data.references.ts';
import type { InstanceFilter, TagFilter } from './instance-filter.inputs.ts';
import type { Instance } from './instance.entity.ts';
import { searchedFor } from './search-instances.ts';

/** The conditions of a list, which an instance has to meet all of. */
export interface Narrowing {
  filter?: InstanceFilter | null;
  search?: string | null;
}

type Condition = FilterQuery<Instance>;

/** The fields of a filter that name a record, each with the condition that an instance has it. */
const references: Partial<
  Record<keyof InstanceFilter, { of: Referable<{ id: string }>; having(id: string): Condition }>
> = {
  key: { of: sshKeys as never, having: (id) => ({ keyAttachments: { $some: { key: id } } }) },
  userData: { of: userDataDocuments as never, having: (id) => ({ userData: id }) },
  subnet: { of: subnets as never, having: (id) => ({ interfaces: { $some: { subnet: id } } }) },
  securityGroup: {
    of: securityGroups as never,
    having: (id) => ({ interfaces: { $some: { groupMemberships: { $some: { group: id } } } } }),
  },
  iamRole: { of: iamRoles as never, having: (id) => instancesWith([id]) },
};

/** The fields of a filter that are values of instances, each with its condition. */
const values: Partial<Record<keyof InstanceFilter, (value: never) => Condition>> = {
  tag: ({ key, value }: TagFilter) => ({ tags: { $some: { key, ...(value == null ? {} : { value }) } } }),
  availabilityZone: (availabilityZone: string) => ({ availabilityZone }),
  instanceType: (instanceType: string) => ({ instanceType }),
  imageId: (imageId: string) => ({ imageId }),
  httpTokens: (httpTokens: never) => ({ metadataOptions: { httpTokens } }),
  httpEndpoint: (httpEndpoint: never) => ({ metadataOptions: { httpEndpoint } }),
  instanceMetadataTags: (instanceMetadataTags: never) => ({ metadataOptions: { instanceMetadataTags } }),
  hasUserData: (has: boolean) => ({ userData: has ? { $ne: null } : null }),
};

/** True if it matches every instance. */
export const isEverything = ({ filter, search }: Narrowing): boolean =>
  !search?.trim() && Object.values(filter ?? {}).every((value) => value == null);

/** Builds the condition of a filter, with a problem at each field that names no existing record. */
export async function conditionOf(
  em: EntityManager,
  { filter, search }: Narrowing,
  problems: Problems,
): Promise<Condition> {
  const conditions: Condition[] = [];
  for (const [field, value] of Object.entries(filter ?? {})) {
    if (value == null) continue;
    const reference = references[field as keyof InstanceFilter];
    if (!reference) {
      conditions.push(values[field as keyof InstanceFilter]!(value as never));
      continue;
    }
    const named = { ref: value as string, field, problems: problems.at('filter') };
    const found = await findForInput(em, reference.of, named);
    if (found) conditions.push(reference.having(found.id));
  }
  if (search) conditions.push(...searchedFor(em, search));
  return conditions.length > 0 ? { $and: conditions } : {};
}
