import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { may, type Actor } from '../access/actor.ts';
import type { FieldError } from '../errors.ts';
import { Instance } from './instance.entity.ts';

/**
 * A user who writes the boot data of a machine with a role, or decides which machine is identified as it, gets the
 * credentials of the role at its next boot. So for users who may not assign roles, all of that is read-only.
 */
export const mayAssignRoles = (actor: Actor): boolean => may(actor, 'roles:assign');

/** True for an instance, or the row of one, that has a role. */
export const hasRole = ({ iamRole, identityRole }: { iamRole?: unknown; identityRole?: unknown }): boolean =>
  iamRole !== null || identityRole !== null;

/** A problem for users who may not assign roles, with a hint at those who may. */
export const assignForbidden = (why: string): Omit<FieldError, 'path'> => ({
  code: 'FORBIDDEN',
  message: why,
  hint: 'A SUPERUSER may, or an OPERATOR whose user or token has rolesAssign.',
});

/** Describes the danger of deleting a record that a machine with a role uses, or the machine itself. */
export const describeImpersonation = (title: string, machine: string) =>
  title === machine
    ? `${machine} has a role: another machine could be registered in its place and be given that.`
    : `${machine} has a role and uses ${title}: another could be registered in its place.`;

/** Returns the condition for machines that have one of the records, by the ids of the records. */
export type MachinesWith = (ids: string[]) => FilterQuery<Instance>;

/** Finds the records that a machine with a role has, each with the hostname of one such machine. */
export async function findGuarded<Entity extends { id: string }>(
  em: EntityManager,
  machinesWith: MachinesWith,
  records: Entity[],
): Promise<Map<Entity, string>> {
  const guarded = new Map<Entity, string>();
  const isAny = records.length > 0 && (await oneWithRole(em, machinesWith(records.map(({ id }) => id))));
  if (!isAny) return guarded;
  for (const record of records) {
    const hostname = await oneWithRole(em, machinesWith([record.id]));
    if (hostname !== undefined) guarded.set(record, hostname);
  }
  return guarded;
}

async function oneWithRole(em: EntityManager, machines: FilterQuery<Instance>): Promise<string | undefined> {
  const withRole = { $or: [{ iamRole: { $ne: null } }, { identityRole: { $ne: null } }] };
  const where = { $and: [machines, withRole] } as FilterQuery<Instance>;
  const options = { limit: 1, orderBy: { hostname: 'asc' }, disableIdentityMap: true } as const;
  const [found] = await em.find(Instance, where, options);
  return found?.hostname;
}
