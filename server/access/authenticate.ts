import { setImmediate } from 'node:timers/promises';
import { raw, type EntityManager } from '@mikro-orm/core';
import type { Clock } from '../clock.ts';
import { isSqliteManager } from '../database/transaction.ts';
import { whyAway } from '../database/why-away.ts';
import { unauthenticated } from '../errors.ts';
import { nobody, type Actor } from './actor.ts';
import { ApiToken } from './api-token.entity.ts';
import { hashOf } from './secret.ts';
import { Session } from './session.entity.ts';
import type { User } from './user.entity.ts';

/** How a request says who sends it. */
export interface Credentials {
  /** The Authorization header. */
  authorization?: string | undefined;
  /** The token of the session cookie. */
  cookie?: string | undefined;
}

/**
 * Finds out who sends a request: a script by its token, a person by the session cookie, else nobody.
 * @throws UNAUTHENTICATED for a token that is not good: a script must not go on as nobody.
 */
export async function authenticate(
  em: EntityManager,
  credentials: Credentials,
  clock: Clock,
): Promise<Actor> {
  if (credentials.authorization !== undefined) return scriptOf(em, credentials.authorization, clock);
  if (credentials.cookie !== undefined) return personOf(em, credentials.cookie, clock);
  return nobody;
}

async function scriptOf(em: EntityManager, authorization: string, clock: Clock): Promise<Actor> {
  const [, secret] = /^Bearer +(cm_[\w-]{43})$/i.exec(authorization) ?? [];
  const token = secret ? await em.findOne(ApiToken, { secretHash: hashOf(secret) }) : null;
  if (!token?.isGood(clock())) throw unauthenticated('This API token is unknown, expired or revoked.');
  await noteUse(em, token, clock());
  const { id, name, role, rolesAssign } = token;
  return { kind: 'API_TOKEN', id, name, role, rolesAssign };
}

/** Tokens whose use is being written. */
const beingNoted = new Set<string>();

/**
 * Written at most once a minute, so that reading stays reading, and not while nothing can be written. On SQLite a change
 * may have the one connection that writes: nobody waits for that here.
 */
async function noteUse(em: EntityManager, token: ApiToken, now: Date): Promise<void> {
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < 60_000) return;
  if (beingNoted.has(token.id)) return;
  beingNoted.add(token.id);
  const noted = writeUse(em, token, now).finally(() => beingNoted.delete(token.id));
  await (isSqliteManager(em) ? Promise.race([noted, setImmediate()]) : noted);
}

/** No change of the token that its version would count. */
async function writeUse(em: EntityManager, { id }: ApiToken, now: Date): Promise<void> {
  try {
    await em.nativeUpdate(ApiToken, { id }, { lastUsedAt: now, version: raw('version') });
  } catch (error) {
    if (whyAway(error) === undefined) throw error;
  }
}

async function personOf(em: EntityManager, secret: string, clock: Clock): Promise<Actor> {
  if (!/^[\w-]{43}$/.test(secret)) return nobody;
  const session = await em.findOne(Session, { tokenHash: hashOf(secret) }, { populate: ['user'] });
  if (!session || session.expiresAt <= clock() || session.user.disabled) return nobody;
  return actorOf(session.user);
}

/** The actor that a user is. */
export const actorOf = ({ id, username: name, role, rolesAssign }: User): Actor => ({
  kind: 'USER',
  id,
  name,
  role,
  rolesAssign,
});
