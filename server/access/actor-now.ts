import type { EntityManager } from '@mikro-orm/core';
import { nobody, type Actor } from './actor.ts';
import { ApiToken, ApiTokenState } from './api-token.entity.ts';
import { actorOf, actorOfToken } from './authenticate.ts';
import { User } from './user.entity.ts';

/** Returns the user or token of an id with its current rights; `nobody` if it is no longer accepted. */
export async function actorNow(em: EntityManager, id: string, now: Date): Promise<Actor> {
  const user = await em.findOne(User, { id });
  if (user) return user.disabled ? nobody : actorOf(user);
  const token = await em.findOne(ApiToken, { id }, { populate: ['owner'] });
  return token?.stateAt(now) === ApiTokenState.ACTIVE ? actorOfToken(token) : nobody;
}
