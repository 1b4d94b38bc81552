import { raw } from '@mikro-orm/core';
import { Arg, Ctx, Field, Int, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { ChangePasswordInput, SignInInput } from './access.inputs.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { Needs } from './permission.ts';
import { hashOf, newSecret } from './secret.ts';
import { Session } from './session.entity.ts';
import { actorOf, verifySignIn } from './sign-in.ts';
import { User } from './user.entity.ts';
import { Viewer, viewerOf, ViewerPayload } from './viewer.ts';

/** How long somebody stays signed in, in milliseconds: 14 days. */
const sessionLength = 14 * 24 * 60 * 60 * 1000;

@ObjectType({ description: 'What the sign-in page and the forms have to know.', simpleResolvers: true })
class Setup {
  @Field(() => Boolean, {
    description: 'Whether anybody can sign in yet; if not: `cloudmeta createsuperuser`.',
  })
  hasUsers!: boolean;
  @Field(() => Int, { description: 'The most bytes that user-data may have.' })
  userDataLimit!: number;
}

@Resolver()
export class SessionResolver {
  @Query(() => Viewer, { nullable: true, description: 'Who is asking; null for nobody.' })
  @Needs('nothing')
  viewer(@Ctx() { em, actor }: Context) {
    return viewerOf(em, actor);
  }

  @Query(() => Setup, { description: 'How far the server has been set up.' })
  @Needs('nothing')
  async setup(@Ctx() { em, config }: Context): Promise<Setup> {
    return { hasUsers: (await em.count(User)) > 0, userDataLimit: config.USER_DATA_LIMIT };
  }

  @Mutation(() => ViewerPayload, { description: 'Signs a person in: sets the session cookie.' })
  @Needs('nothing')
  async signIn(
    @Arg('input', () => SignInInput) input: SignInInput,
    @Ctx() context: Context,
  ): Promise<ViewerPayload> {
    const { em, cookie, clock, problems, address, userAgent } = context;
    problems.stop();
    const user = await verifySignIn(em, { ...input, address });
    const ended = await em.find(Session, { user, expiresAt: { $lte: clock() } });
    for (const session of ended) em.remove(session);
    const token = newSecret();
    const expiresAt = new Date(clock().getTime() + sessionLength);
    const agent = userAgent?.slice(0, 255) ?? null;
    em.persist(new Session(user, { tokenHash: hashOf(token), expiresAt, address, userAgent: agent }));
    await em.nativeUpdate(User, { id: user.id }, { lastSignInAt: clock(), version: raw('version') });
    cookie.set(token, expiresAt);
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
    if (session) em.remove(session);
    cookie.clear();
    return { viewer: null };
  }

  @Mutation(() => ViewerPayload, {
    description: "Changes the asker's own password and signs out all other browsers.",
  })
  @Needs('signed-in')
  async changePassword(
    @Arg('input', () => ChangePasswordInput) input: ChangePasswordInput,
    @Ctx() context: Context,
  ): Promise<ViewerPayload> {
    const { em, actor, problems, cookie } = context;
    const user = actor.kind === 'USER' ? await em.findOne(User, { id: actor.id }) : null;
    if (!user || !(await verifyPassword(input.currentPassword ?? '', user.passwordHash)))
      problems.add('currentPassword', {
        code: 'BAD_USER_INPUT',
        message: 'This is not the present password.',
      });
    problems.stop();
    user!.passwordHash = await hashPassword(input.newPassword);
    const kept = cookie.token ? hashOf(cookie.token) : '';
    for (const session of await em.find(Session, { user: user!, tokenHash: { $ne: kept } }))
      em.remove(session);
    return { viewer: await viewerOf(em, actor) };
  }
}
