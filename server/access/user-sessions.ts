import { LockMode, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { isSqliteManager } from '../database/transaction.ts';
import { sessionLimits } from './session-limits.ts';
import { Session } from './session.entity.ts';
import { User } from './user.entity.ts';

/** A filter for the sessions of users that are valid at a moment. */
export function goodSessions(user: FilterQuery<User>, now: Date): FilterQuery<Session> {
  const [since, until] = [-1, 1].map((sign) => new Date(now.getTime() + sign * sessionLimits.idleMs));
  const isLately = { $gt: since, $lt: until };
  const isUsed = [{ lastUsedAt: isLately }, { lastUsedAt: null, createdAt: isLately }];
  return { user, expiresAt: { $gt: now }, $or: isUsed } as FilterQuery<Session>;
}

/**
 * Signs a user out everywhere, except from the session with the given token hash. A sign-in that is in progress is
 * waited for and ended too.
 * @returns the sessions that end
 */
export async function endSessions(em: EntityManager, user: User, keptHash = ''): Promise<Session[]> {
  await lockUser(em, user);
  const ended = await em.find(Session, { user, tokenHash: { $ne: keptHash } }, { orderBy: { id: 'asc' } });
  for (const session of ended) em.remove(session);
  return ended;
}

/** Blocks sign-ins as the user until this transaction ends. Changes of the user that are not flushed yet are kept. */
async function lockUser(em: EntityManager, { id }: User): Promise<void> {
  const query = (em as SqlEntityManager).createQueryBuilder(User).select('id').where({ id });
  if (!isSqliteManager(em)) await query.setLockMode(LockMode.PESSIMISTIC_WRITE).execute('all', false);
}

/** Removes a user's sessions that have ended, and the least recently used ones as far as needed for another one. */
export async function makeRoomForSession(em: EntityManager, user: User, now: Date): Promise<void> {
  const all = await em.find(Session, { user });
  const latestFirst = all
    .filter((session) => session.isGood(now))
    .toSorted((a, b) => b.usedAt.getTime() - a.usedAt.getTime());
  const kept = new Set(latestFirst.slice(0, sessionLimits.maxOfUser - 1));
  for (const session of all) if (!kept.has(session)) em.remove(session);
}
