import type { FilterQuery } from '@mikro-orm/core';
import { takeRole } from '../instances/give-roles.ts';
import { Instance } from '../instances/instance.entity.ts';
import { keepUsed, type PrepareDeletion } from '../records/deletion.ts';
import type { IamRole } from './iam-role.entity.ts';

/** The instances that have one of the roles, for whatever use. */
export const instancesWith = (roles: (IamRole | string)[]): FilterQuery<Instance> => ({
  $or: [{ iamRole: { $in: roles } }, { identityRole: { $in: roles } }],
});

/** Roles that instances have stay, unless forced: then those have none. */
export const prepareRoleDeletion: PrepareDeletion<IamRole> = async (em, doomed, how) => {
  const users = await em.find(Instance, instancesWith(doomed.map(({ record }) => record)));
  const of = (role: IamRole) =>
    users.filter(({ iamRole, identityRole }) => iamRole === role || identityRole === role);
  keepUsed(doomed, of, how);
  return (role) => {
    for (const instance of of(role)) takeRole(instance, role);
    em.remove(role);
  };
};
