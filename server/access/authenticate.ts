import type { EntityManager } from '@mikro-orm/core';
import type { Clock } from '../clock.ts';
import { unauthenticated } from '../errors.ts';
import { nobody, type Actor } from './actor.ts';
import { ApiToken, ApiTokenState } from './api-token.entity.ts';
import { noteUse } from './note-use.ts';
import { hashOf } from './secret.ts';
import { Session } from './session.entity.ts';
import type { User } from './user.entity.ts';

/** The credentials that a request was sent with. */
export interface Credentials {
  /** The Authorization header. */
  authorization?: string | undefined;
  /** The token of the session cookie. */
  cookie?: string | undefined;
}

/**
 * Determines the sender of a request: a script by its token, a person by the session cookie, else nobody.
 * @throws UNAUTHENTICATED for an invalid token: a script must not continue as nobody.
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
  const token = secret
    ? await em.findOne(ApiToken, { secretHash: hashOf(secret) }, { populate: ['owner'] })
    : null;
  if (token?.stateAt(clock()) !== ApiTokenState.ACTIVE)
    throw unauthenticated(
      'This API token is unknown, expired or revoked, or the account of its owner is disabled or gone.',
    );
  await noteUse(em, { entity: ApiToken, record: token, now: clock() });
  return actorOfToken(token);
}

async function personOf(em: EntityManager, secret: string, clock: Clock): Promise<Actor> {
  if (!/^[\w-]{43}$/.test(secret)) return nobody;
  const session = await em.findOne(Session, { tokenHash: hashOf(secret) }, { populate: ['user'] });
  if (!session?.isGood(clock()) || session.user.disabled) return nobody;
  await noteUse(em, { entity: Session, record: session, now: clock() });
  return actorOf(session.user);
}

export const actorOf = ({ id, username: name, role, rolesAssign }: User): Actor => ({
  kind: 'USER',
  id,
  name,
  role,
  rolesAssign,
});

/** `owner` must be loaded. */
export const actorOfToken = ({ id, name, role, rolesAssign, owner }: ApiToken): Actor => ({
  kind: 'API_TOKEN',
  id,
  name,
  role,
  rolesAssign,
  owner: owner && { role: owner.role, rolesAssign: owner.rolesAssign },
});
