import type { EntityManager } from '@mikro-orm/core';
import { SignInLink } from './sign-in-link.entity.ts';
import type { User } from './user.entity.ts';

/** The time that a link counts as known after a sign-in from it, in milliseconds. */
const memoryMs = 30 * 24 * 60 * 60 * 1000;

/** The maximum number of links that are stored per user; the latest ones are kept. */
const maxLinks = 20;

const isKept = ({ lastAt }: SignInLink, now: Date) => now.getTime() - lastAt.getTime() < memoryMs;

/** True if a user of this name has signed in from a link within the last 30 days. An unknown name takes as long. */
export async function hasSignedInFrom(
  em: EntityManager,
  { username, link, now }: { username: string; link: string; now: Date },
): Promise<boolean> {
  const known = await em.findOne(SignInLink, { user: { username }, link });
  return known !== null && isKept(known, now);
}

/** Stores that a user has just signed in from a link. */
export async function noteSignIn(
  em: EntityManager,
  { user, link, now }: { user: User; link: string; now: Date },
): Promise<void> {
  await em.upsert(SignInLink, { user, link, lastAt: now });
  const all = await em.find(SignInLink, { user }, { orderBy: { lastAt: 'desc' } });
  for (const [n, one] of all.entries()) if (n >= maxLinks || !isKept(one, now)) em.remove(one);
}
