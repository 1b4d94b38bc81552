import type { FilterQuery } from '@mikro-orm/core';
import { checkUnused } from '../graphql/used-by.ts';
import { takeRole } from '../instances/give-roles.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { PrepareDeletion } from '../records/deletion.ts';
import type { IamRole } from './iam-role.entity.ts';

/** The instances that have one of the roles, for whatever use. */
export const instancesWith = (roles: (IamRole | string)[]): FilterQuery<Instance> => ({
  $or: [{ iamRole: { $in: roles } }, { identityRole: { $in: roles } }],
});

/** Where the given roles are used: a problem at each, unless forced. Gives what to call to delete them. */
export const prepareRoleDeletion: PrepareDeletion<IamRole> = async (em, doomed, { problems, force }) => {
  const users = await em.find(Instance, instancesWith(doomed.map(({ record }) => record)));
  const of = (role: IamRole) =>
    users.filter(({ iamRole, identityRole }) => iamRole === role || identityRole === role);
  for (const { record, field } of force ? [] : doomed)
    checkUnused({ title: record.title, users: of(record) }, field, problems);
  return (role) => {
    for (const instance of of(role)) takeRole(instance, role);
    em.remove(role);
  };
};
