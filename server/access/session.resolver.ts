import type { EntityManager } from '@mikro-orm/core';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { lockRecords } from '../database/transaction.ts';
import { forbidden } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { connectionOf, findPage } from '../graphql/page.ts';
import { payloadsOf } from '../graphql/payload.ts';
import { findForInput, getByRef, missing } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { RevokeSessionInput, RevokeSessionsInput, SessionArgs } from './access.inputs.ts';
import { sessionsFor, users } from './access.references.ts';
import { limitByOwner, may, type Actor } from './actor.ts';
import { Needs, describeHolders, type Permission } from './permission.ts';
import { hashOf } from './secret.ts';
import { Session } from './session.entity.ts';
import { User } from './user.entity.ts';
import { endSessions, goodSessions } from './user-sessions.ts';

const SessionConnection = connectionOf(Session, 'A session');

const { One: SessionPayload, Many: SessionsPayload } = payloadsOf(Session, {
  property: 'session',
  plural: 'Sessions',
  words: 'a session',
});

/** The sessions of people: a user sees and ends their own, and a super user those of any user. */
@Resolver(() => Session)
export class SessionResolver {
  @Query(() => SessionConnection, {
    description: 'The sessions of a user, latest first. A script has no sessions.',
  })
  @Needs('signed-in')
  async sessions(
    @Args(() => SessionArgs) { user: ref, ...args }: SessionArgs,
    @Ctx() { em, actor, clock }: Context,
  ) {
    if (ref != null && !isOwnName(ref, actor)) expectMay(actor, 'users:read');
    const id = ref == null ? idOf(actor) : (await getByRef(em, users, ref)).id;
    const where = goodSessions({ id }, clock());
    return findPage(em, Session, { list: `sessions of ${id}`, args, where, order: { createdAt: 'desc' } });
  }

  @Mutation(() => SessionPayload, {
    description: 'Signs the caller or, with the permission users:write, any user out of one browser.',
  })
  @Needs('signed-in')
  async revokeSession(
    @Arg('input', () => RevokeSessionInput) input: RevokeSessionInput,
    @Ctx() context: Context,
  ) {
    const { em, actor, problems } = context;
    const userId = may(actor, 'users:write') ? undefined : idOf(actor);
    const session = await findForInput(em, sessionsFor(userId), { ref: input.id, field: 'id', problems });
    if (session && !(await lockRecords(em, Session, [session])).has(session))
      problems.add('id', missing(sessionsFor(userId), input.id));
    problems.throwIfAny();
    expectVersion(session!, input.ifVersion);
    await em.populate([session!], ['user']); // the history shows the user's name
    em.remove(session!);
    if (isCurrent(session!, context) && !input.dryRun) context.cookie.clear();
    return { session };
  }

  @Mutation(() => SessionsPayload, {
    description: 'Signs the caller out of all other browsers, or a named user out of all browsers.',
  })
  @Needs('signed-in')
  async revokeSessions(
    @Arg('input', () => RevokeSessionsInput) input: RevokeSessionsInput,
    @Ctx() context: Context,
  ) {
    const { em, cookie } = context;
    const user = await findUserToSignOut(em, input, context);
    const kept = !input.includingCurrent && cookie.token ? hashOf(cookie.token) : '';
    const ended = await endSessions(em, user, kept);
    if (ended.some((session) => isCurrent(session, context)) && !input.dryRun) cookie.clear();
    return { results: ended.map((session, index) => ({ index, session })) };
  }

  @FieldResolver(() => Boolean, { description: 'True for the session of this request.' })
  current(@Root() session: Session, @Ctx() context: Context) {
    return isCurrent(session, context);
  }
}

/** Finds the user whose sessions are to end. @throws FORBIDDEN for another user without the permission */
async function findUserToSignOut(
  em: EntityManager,
  { user: ref }: RevokeSessionsInput,
  { actor, problems }: Context,
): Promise<User> {
  if (ref != null && !isOwnName(ref, actor)) expectMay(actor, 'users:write');
  if (ref == null && actor.kind !== 'USER' && !problems.at('user').any)
    problems.add('user', { code: 'BAD_USER_INPUT', message: 'A script has no sessions: name a user.' });
  problems.throwIfAny();
  const user = await findForInput(em, users, { ref: ref ?? idOf(actor), field: 'user', problems });
  problems.throwIfAny();
  return user!;
}

/** @throws FORBIDDEN */
function expectMay(actor: Actor, permission: Permission): void {
  if (may(actor, permission)) return;
  throw forbidden(
    `The sessions of others need the permission ${permission}: ${describeHolders(permission)}.${limitByOwner(actor, permission)}`,
  );
}

const idOf = (actor: Actor) => ('id' in actor ? actor.id : '');

const isOwnName = (ref: string, actor: Actor) =>
  actor.kind === 'USER' && (ref === actor.id || ref === actor.name);

const isCurrent = ({ tokenHash }: Session, { actor, cookie }: Context) =>
  actor.kind === 'USER' && cookie.token !== undefined && hashOf(cookie.token) === tokenHash;
