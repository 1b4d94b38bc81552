import type { EntityManager } from '@mikro-orm/core';
import { SignInLink } from './sign-in-link.entity.ts';
import type { User } from './user.entity.ts';

/** For how long a link is known from which somebody signed in, in milliseconds. */
const memoryMs = 30 * 24 * 60 * 60 * 1000;

/** Links that are remembered of one user, the latest ones. */
const maxLinks = 20;

const isKept = ({ lastAt }: SignInLink, now: Date) => now.getTime() - lastAt.getTime() < memoryMs;

/** Whether somebody of this name has signed in from a link within the last 30 days. It takes as long where nobody has the name. */
export async function hasSignedInFrom(
  em: EntityManager,
  { username, link, now }: { username: string; link: string; now: Date },
): Promise<boolean> {
  const known = await em.findOne(SignInLink, { user: { username }, link });
  return known !== null && isKept(known, now);
}

/** Remembers that a user has just signed in from a link. */
export async function noteSignIn(
  em: EntityManager,
  { user, link, now }: { user: User; link: string; now: Date },
): Promise<void> {
  await em.upsert(SignInLink, { user, link, lastAt: now });
  const all = await em.find(SignInLink, { user }, { orderBy: { lastAt: 'desc' } });
  for (const [n, one] of all.entries()) if (n >= maxLinks || !isKept(one, now)) em.remove(one);
}
