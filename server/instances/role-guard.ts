import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import { may, type Actor } from '../access/actor.ts';
import type { FieldError } from '../errors.ts';
import { Instance } from './instance.entity.ts';

/**
 * Whoever writes what a machine with a role boots with, or decides which machine is taken for it, has the credentials of
 * the role at its next boot. So for those who may not assign roles, all of that is read-only.
 */
export const mayAssignRoles = (actor: Actor): boolean => may(actor, 'roles:assign');

/** True of an instance, and of the row of one, that has a role. */
export const hasRole = ({ iamRole, identityRole }: { iamRole?: unknown; identityRole?: unknown }): boolean =>
  iamRole !== null || identityRole !== null;

/** A problem of somebody who may not assign roles, with who may. */
export const mayNotAssign = (why: string): Omit<FieldError, 'path'> => ({
  code: 'FORBIDDEN',
  message: why,
  hint: 'A SUPERUSER may, or an OPERATOR whose user or token has rolesAssign.',
});

/** The danger in deleting a record that a machine with a role has, or that is the machine. */
export const whyKept = (title: string, machine: string) =>
  title === machine
    ? `${machine} has a role: another machine could be registered in its place and be given that.`
    : `${machine} has a role and uses ${title}: another could be registered in its place.`;

/** The machines that have one of the records, by the ids of those. */
export type MachinesWith = (ids: string[]) => FilterQuery<Instance>;

/** Finds those of the records that a machine with a role has, each with the name of one such machine. */
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
  const how = { limit: 1, orderBy: { hostname: 'asc' }, disableIdentityMap: true } as const;
  const [found] = await em.find(Instance, where, how);
  return found?.hostname;
}
