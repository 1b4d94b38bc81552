import cluster from 'node:cluster';
import type { EntityManager } from '@mikro-orm/core';
import { RateLimiterCluster, RateLimiterMemory } from 'rate-limiter-flexible';
import { rateLimited, Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import { hashOfNobody, verifyPassword } from './password.ts';
import { User } from './user.entity.ts';

/** Counts what is tried within a quarter of an hour; of several processes of one server all count together. */
function limiter(keyPrefix: string, points: number): RateLimiterMemory | RateLimiterCluster {
  const options = { keyPrefix, points, duration: 15 * 60 };
  if (!cluster.isWorker) return new RateLimiterMemory(options);
  return new RateLimiterCluster({ ...options, insuranceLimiter: new RateLimiterMemory(options) });
}

/** Ten wrong passwords for one name from one address, then a quarter of an hour of rest. */
const wrongForName = limiter('wrong passwords for a name', 10);

/** Hashing is dear, so an address that guesses many names rests as well. */
const wrongForAddress = limiter('wrong passwords from an address', 50);

/** The user of a name and password. @throws UNAUTHENTICATED, RATE_LIMITED */
export async function verifySignIn(
  em: EntityManager,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<User> {
  const counts = [
    { wrong: wrongForName, key: `${address} ${username}` },
    { wrong: wrongForAddress, key: address },
  ];
  for (const { wrong, key } of counts) await expectTriesLeft(wrong, key);
  const user = await em.findOne(User, { username });
  const right = await verifyPassword(password, user?.passwordHash ?? hashOfNobody);
  if (!right || !user || user.disabled) {
    for (const { wrong, key } of counts) await wrong.penalty(key);
    throw new Refusal('UNAUTHENTICATED', 'This user name and password do not go together.');
  }
  await wrongForName.delete(counts[0]!.key);
  return user;
}

async function expectTriesLeft(wrong: ReturnType<typeof limiter>, key: string): Promise<void> {
  const tries = await wrong.get(key);
  if (tries && tries.consumedPoints >= wrong.points)
    throw rateLimited(
      `Too many wrong passwords. Try again in ${Math.ceil(tries.msBeforeNext / 60_000)} minutes.`,
    );
}

/** The actor that a user is. */
export const actorOf = ({ id, username, role }: User): Actor => ({ kind: 'USER', id, name: username, role });
