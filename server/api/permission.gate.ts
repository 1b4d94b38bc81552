import type { MiddlewareFn } from 'type-graphql';
import { isSignedIn, limitByOwner, may } from '../access/actor.ts';
import { whoHas, type Need } from '../access/permission.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import type { Context } from '../graphql/context.ts';

/** The operations' own types; what hangs below them was reached through one of their fields. */
const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * Lets nobody through an operation that declares no need, and nobody without what an operation or a field needs. A field
 * below an operation that declares nothing needs nothing more.
 */
export const permissionGate: MiddlewareFn<Context> = async ({ context, info }, next) => {
  const { parentType, fieldName } = info;
  const need = parentType.getFields()[fieldName]?.extensions.need as Need | undefined;
  if (need === undefined && !rootTypes.has(parentType.name)) return next();
  if (need === undefined) throw forbidden(`${fieldName} declares no permission, so nobody may use it.`);
  if (need === 'nothing') return next();
  if (!isSignedIn(context.actor)) throw unauthenticated();
  if (need === 'signed-in' || may(context.actor, need)) return next();
  throw forbidden(
    `${fieldName} needs the permission ${need}: ${whoHas(need)}.${limitByOwner(context.actor, need)}`,
  );
};
