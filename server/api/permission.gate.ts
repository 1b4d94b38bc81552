import type { MiddlewareFn } from 'type-graphql';
import { isSignedIn, may } from '../access/actor.ts';
import { leastRoleWith, type Need } from '../access/permission.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import type { Context } from '../graphql/context.ts';

/** The operations' own types; what hangs below them was reached through one of their fields. */
const doors = new Set(['Query', 'Mutation', 'Subscription']);

/** Lets nobody through an operation that declares no need, and nobody without what it needs. */
export const permissionGate: MiddlewareFn<Context> = async ({ context, info }, next) => {
  if (!doors.has(info.parentType.name)) return next();
  const field = info.parentType.getFields()[info.fieldName];
  const need = field?.extensions.need as Need | undefined;
  if (need === undefined) throw forbidden(`${info.fieldName} declares no permission, so nobody may use it.`);
  if (need === 'nothing') return next();
  if (!isSignedIn(context.actor)) throw unauthenticated();
  if (need === 'signed-in' || may(context.actor, need)) return next();
  throw forbidden(`${info.fieldName} needs the permission ${need}: the role ${leastRoleWith(need)} has it.`);
};
