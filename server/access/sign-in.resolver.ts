import { LockMode, raw, type EntityManager } from '@mikro-orm/core';
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { lockRecords } from '../database/transaction.ts';
import { Refusal } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { SlowWork } from '../graphql/slow-work.ts';
import { linkOf } from '../addresses/link-of.ts';
import { ChangePasswordInput, SignInInput } from './access.inputs.ts';
import { actorOf } from './authenticate.ts';
import { checkNewPassword } from './check-new-password.ts';
import { Needs } from './permission.ts';
import { hashOf, newSecret } from './secret.ts';
import { sessionRule } from './session-limits.ts';
import { Session } from './session.entity.ts';
import { noteSignIn } from './sign-in-links.ts';
import { User } from './user.entity.ts';
import { endSessions, makeRoomForSession } from './user-sessions.ts';
import { Viewer, viewerOf, ViewerPayload } from './viewer.ts';

@ObjectType({ description: 'The facts that the sign-in page and the forms need.', simpleResolvers: true })
class Setup {
  @Field(() => Boolean, {
    description: 'True if there is a user who can sign in; if not, `cloudmeta createsuperuser` creates one.',
  })
  hasUsers!: boolean;
  @Field(() => Int, { description: 'The maximum size of user-data in bytes.' })
  userDataLimit!: number;
}

const checkedSignIn = new SlowWork(SignInInput, async (input, { problems, signIns, address, requestId }) => {
  problems.throwIfAny();
  const { username, password } = input as SignInInput;
  const user = await signIns.findClaimed({ username, password, address, requestId });
  if (!user) throw wrongPassword();
  return user;
});

/** A script has no password. If the present password is wrong, the new one is not hashed. */
const checkedChange = new SlowWork(ChangePasswordInput, async (input, context) => {
  const { actor, signIns, address, requestId } = context;
  const { currentPassword: password, newPassword } = input;
  if (actor.kind !== 'USER' || password === undefined) return {};
  const user = await signIns.findClaimed({ username: actor.name, password, address, requestId });
  return { user, passwordHash: user && newPassword && (await signIns.hash(newPassword)) };
});

@Resolver()
export class SignInResolver {
  @Query(() => Viewer, { nullable: true, description: 'The caller; null if not signed in.' })
  @Needs('nothing')
  viewer(@Ctx() { em, actor }: Context) {
    return viewerOf(em, actor);
  }

  @Query(() => Setup, { description: "The state of the server's setup." })
  @Needs('nothing')
  async setup(@Ctx() { em, config }: Context): Promise<Setup> {
    return { hasUsers: (await em.count(User)) > 0, userDataLimit: config.USER_DATA_LIMIT };
  }

  @Mutation(() => ViewerPayload, {
    description: `Signs a person in and sets the session cookie. ${sessionRule}`,
  })
  @Needs('nothing')
  @checkedSignIn.first
  async signIn(
    @Arg('input', () => SignInInput) _input: SignInInput,
    @Ctx() context: Context,
  ): Promise<ViewerPayload> {
    const { em, cookie, clock, address, userAgent } = context;
    const user = await findUnchanged(em, checkedSignIn.resultIn(context));
    if (!user || user.disabled) throw wrongPassword();
    await makeRoomForSession(em, user, clock());
    const token = newSecret();
    const session = new Session(user, { tokenHash: hashOf(token), now: clock(), address, userAgent });
    em.persist(session);
    await em.nativeUpdate(User, { id: user.id }, { lastSignInAt: clock(), version: raw('version') });
    await noteSignIn(em, { user, link: linkOf(address), now: clock() });
    cookie.set(token, session.expiresAt);
    context.actor = actorOf(user);
    return { viewer: await viewerOf(em, context.actor) };
  }

  @Mutation(() => ViewerPayload, { description: 'Signs the person out of this browser.' })
  @Needs('nothing')
  async signOut(@Ctx() context: Context): Promise<ViewerPayload> {
    const { em, cookie } = context;
    const session = cookie.token
      ? await em.findOne(Session, { tokenHash: hashOf(cookie.token) }, { populate: ['user'] })
      : null;
    if (session && (await lockRecords(em, Session, [session])).has(session)) em.remove(session);
    cookie.clear();
    return { viewer: null };
  }

  @Mutation(() => ViewerPayload, {
    description: 'Changes the password of the caller and signs out all other browsers.',
  })
  @Needs('signed-in')
  @checkedChange.first
  async changePassword(
    @Arg('input', () => ChangePasswordInput) input: ChangePasswordInput,
    @Ctx() context: Context,
  ): Promise<ViewerPayload> {
    const { em, actor, problems, cookie } = context;
    const { user: checked, passwordHash } = checkedChange.resultIn(context);
    const user = checked && (await findUnchanged(em, checked));
    if (!user && !problems.at('currentPassword').any)
      problems.add('currentPassword', {
        code: 'BAD_USER_INPUT',
        message: 'This is not the present password.',
      });
    if (user) checkNewPassword(user, { password: input.newPassword, field: 'newPassword', problems });
    problems.throwIfAny();
    user!.passwordHash = passwordHash!;
    await endSessions(em, user!, cookie.token && hashOf(cookie.token));
    return { viewer: await viewerOf(em, actor) };
  }
}

const wrongPassword = () => new Refusal('UNAUTHENTICATED', 'This user name and password do not go together.');

/**
 * Loads the user once more in this transaction and locks it until the end; null if the password has changed since it
 * was checked.
 */
const findUnchanged = (em: EntityManager, { id, passwordHash }: User) =>
  em.findOne(User, { id, passwordHash }, { lockMode: LockMode.PESSIMISTIC_WRITE });
