import type { EntityManager } from '@mikro-orm/core';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { rateLimited, Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import { hashOfNobody, verifyPassword } from './password.ts';
import { User } from './user.entity.ts';

/** Ten wrong passwords for one name from one address, then a quarter of an hour of rest. */
const wrongPasswords = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

/** The user of a name and password. @throws UNAUTHENTICATED, RATE_LIMITED */
export async function verifySignIn(
  em: EntityManager,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<User> {
  const key = `${address} ${username}`;
  const tries = await wrongPasswords.get(key);
  if (tries && tries.remainingPoints <= 0)
    throw rateLimited(
      `Too many wrong passwords. Try again in ${Math.ceil(tries.msBeforeNext / 60_000)} minutes.`,
    );
  const user = await em.findOne(User, { username });
  const right = await verifyPassword(password, user?.passwordHash ?? hashOfNobody);
  if (!right || !user || user.disabled) {
    await wrongPasswords.consume(key).catch(() => {});
    throw new Refusal('UNAUTHENTICATED', 'This user name and password do not go together.');
  }
  await wrongPasswords.delete(key);
  return user;
}

/** The actor that a user is. */
export const actorOf = ({ id, username, role }: User): Actor => ({ kind: 'USER', id, name: username, role });
