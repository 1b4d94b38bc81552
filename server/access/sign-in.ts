import type { EntityManager } from '@mikro-orm/core';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { rateLimited, Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import { hashOfNobody, verifyPassword } from './password.ts';
import { User } from './user.entity.ts';

/** Ten wrong passwords for one name from one address, then a quarter of an hour of rest. */
const wrongForName = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

/** Hashing is dear, so an address that guesses many names rests as well. */
const wrongForAddress = new RateLimiterMemory({ points: 50, duration: 15 * 60 });

/** The user of a name and password. @throws UNAUTHENTICATED, RATE_LIMITED */
export async function verifySignIn(
  em: EntityManager,
  { username, password, address }: { username: string; password: string; address: string },
): Promise<User> {
  const counts = [
    { limiter: wrongForName, key: `${address} ${username}` },
    { limiter: wrongForAddress, key: address },
  ];
  for (const { limiter, key } of counts) await expectTriesLeft(limiter, key);
  const user = await em.findOne(User, { username });
  const right = await verifyPassword(password, user?.passwordHash ?? hashOfNobody);
  if (!right || !user || user.disabled) {
    for (const { limiter, key } of counts) await limiter.penalty(key);
    throw new Refusal('UNAUTHENTICATED', 'This user name and password do not go together.');
  }
  await wrongForName.delete(counts[0]!.key);
  return user;
}

async function expectTriesLeft(limiter: RateLimiterMemory, key: string): Promise<void> {
  const tries = await limiter.get(key);
  if (tries && tries.consumedPoints >= limiter.points)
    throw rateLimited(
      `Too many wrong passwords. Try again in ${Math.ceil(tries.msBeforeNext / 60_000)} minutes.`,
    );
}

/** The actor that a user is. */
export const actorOf = ({ id, username, role }: User): Actor => ({ kind: 'USER', id, name: username, role });
