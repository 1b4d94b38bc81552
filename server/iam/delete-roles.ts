import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { Instance } from '../instances/instance.entity.ts';
import { referencesTo, takeFromInstances } from '../instances/take-from-instances.ts';
import type { Users } from '../records/deletion.ts';
import type { IamRole } from './iam-role.entity.ts';

/** The instances that have one of the roles, for either use. */
export const instancesWith = (roles: string[]): FilterQuery<Instance> => ({
  $or: [{ iamRole: { $in: roles } }, { identityRole: { $in: roles } }],
});

/** The instances that have a role. */
export const roleUsers: Users<IamRole, Instance> = {
  entity: Instance,
  of: ({ id }) => instancesWith([id]),
};

/** Removes roles from the instances that have them, for either use. */
export const releaseRoles = (em: EntityManager, roles: IamRole[]): Promise<void> =>
  takeFromInstances(em, referencesTo(em, ['iamRole', 'identityRole'], roles));
