import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from './actor.ts';
import { ApiToken } from './api-token.entity.ts';
import { User } from './user.entity.ts';

/** Returns the owner of a token that the actor makes: the person, or for a script the owner of its token. */
export async function findTokenOwner(em: EntityManager, actor: Actor): Promise<User | null> {
  if (actor.kind === 'USER') return em.findOne(User, { id: actor.id });
  if (actor.kind !== 'API_TOKEN') return null;
  const token = await em.findOne(ApiToken, { id: actor.id }, { populate: ['owner'] });
  return token?.owner ?? null;
}
