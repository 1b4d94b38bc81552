import type { EntityManager } from '@mikro-orm/core';
import { Arg, Args, Ctx, Field, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import { acquireAdvisoryLock } from '../database/transaction.ts';
import { conflict } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { SearchArgs } from '../graphql/input-types.ts';
import { connectionOf, containing, findPage } from '../graphql/page.ts';
import { Payload } from '../graphql/payload.ts';
import { findForInput } from '../graphql/references.ts';
import { SlowWork } from '../graphql/slow-work.ts';
import { expectVersion } from '../graphql/version.ts';
import { CreateUserInput, UpdateUserInput } from './access.inputs.ts';
import { users } from './access.references.ts';
import { checkChangedPassword, checkNewPassword } from './check-new-password.ts';
import { Needs } from './permission.ts';
import { Role } from './roles.ts';
import { User } from './user.entity.ts';
import { endSessions } from './user-sessions.ts';

const UserConnection = connectionOf(User, 'A user');

@ObjectType({ description: 'The result of a mutation of a user.', simpleResolvers: true })
class UserPayload extends Payload {
  @Field(() => User, { nullable: true, description: 'The user as it is now.' })
  user?: User;
}

const hashOfCreated = new SlowWork(CreateUserInput, hashIfGiven);
const hashOfUpdated = new SlowWork(UpdateUserInput, hashIfGiven);

@Resolver(() => User)
export class UserResolver {
  @Query(() => UserConnection, { description: 'The people who may sign in.' })
  @Needs('users:read')
  users(@Args(() => SearchArgs) args: SearchArgs, @Ctx() { em }: Context) {
    const where = args.search ? { username: containing(em, args.search) } : {};
    return findPage(em, User, { list: 'users', args, where, order: { username: 'asc' } });
  }

  @Mutation(() => UserPayload, { description: 'Creates a user, who may then sign in.' })
  @Needs('users:write')
  @hashOfCreated.first
  async createUser(@Arg('input', () => CreateUserInput) input: CreateUserInput, @Ctx() context: Context) {
    const { em, problems } = context;
    if (input.username && (await em.findOne(User, { username: input.username })))
      problems.add('username', {
        code: 'ALREADY_EXISTS',
        message: `There already is a user "${input.username}".`,
      });
    const { username = '', role, password } = input;
    checkNewPassword({ username, role }, { password, field: 'password', problems });
    problems.throwIfAny();
    const user = new User(input.username, hashOfCreated.resultIn(context)!, input.role);
    user.rolesAssign = input.rolesAssign;
    em.persist(user);
    return { user };
  }

  @Mutation(() => UserPayload, { description: 'Updates a user; fields not given stay unchanged.' })
  @Needs('users:write')
  @hashOfUpdated.first
  async updateUser(@Arg('input', () => UpdateUserInput) input: UpdateUserInput, @Ctx() context: Context) {
    const { em, problems } = context;
    if (input.role || input.disabled) await acquireAdvisoryLock(em, 'super users');
    const user = await findForInput(em, users, { ref: input.id, field: 'id', problems });
    if (user) checkChangedPassword(user, input, problems);
    problems.throwIfAny();
    expectVersion(user!, input.ifVersion);
    const couldGiveRights = isSuperuser(user!);
    if (input.role) user!.role = input.role;
    if (input.rolesAssign != null) user!.rolesAssign = input.rolesAssign;
    if (input.disabled != null) user!.disabled = input.disabled;
    const passwordHash = hashOfUpdated.resultIn(context);
    if (passwordHash) user!.passwordHash = passwordHash;
    if (passwordHash || input.disabled) await endSessions(em, user!);
    if (couldGiveRights) await expectSuperuserLeft(em, user!);
    return { user };
  }
}

/** Hashes a new password; undefined if none is given, or none that is valid. */
async function hashIfGiven(
  { password }: { password?: string | null },
  { signIns }: Context,
): Promise<string | undefined> {
  return password ? signIns.hash(password) : undefined;
}

const isSuperuser = ({ role, disabled }: User) => role === Role.SUPERUSER && !disabled;

/** At least one enabled super user must remain, to restore rights. @throws CONFLICT */
async function expectSuperuserLeft(em: EntityManager, user: User): Promise<void> {
  if (isSuperuser(user)) return;
  const others = await em.count(User, { role: Role.SUPERUSER, disabled: false, id: { $ne: user.id } });
  if (others === 0)
    throw conflict(
      `${user.username} is the last super user. Make another one first: createUser, or updateUser, with role SUPERUSER.`,
    );
}
