import type { MiddlewareFn } from 'type-graphql';
import { isSignedIn, limitByOwner, may } from '../access/actor.ts';
import { describeHolders, type Need } from '../access/permission.ts';
import { forbidden, unauthenticated } from '../errors.ts';
import type { Context } from '../graphql/context.ts';

/** The root types; fields of all other types are reached through one of theirs. */
const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);

/**
 * Refuses every operation that declares no permission, and callers without the permission that an operation or a field
 * declares. A field below an operation may declare none: then it needs nothing more.
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
    `${fieldName} needs the permission ${need}: ${describeHolders(need)}.${limitByOwner(context.actor, need)}`,
  );
};
