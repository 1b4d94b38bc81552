import type { FilterQuery } from '@mikro-orm/core';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { may } from '../access/actor.ts';
import { Needs } from '../access/permission.ts';
import { historyOf, HistoryConnection } from '../audit/history.ts';
import type { Context } from '../graphql/context.ts';
import { findOneBy } from '../graphql/find-one.ts';
import { orderOf } from '../graphql/name-order.ts';
import { connectionOf, containing, findPage, PageArgs } from '../graphql/page.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { Instance } from '../instances/instance.entity.ts';
import { deleteOne } from '../records/deletion.ts';
import { deletableDocuments } from './delete-user-data.ts';
import { requiredContent, takenName, upsertDocuments } from './upsert-user-data.ts';
import { readContent } from './user-data-content.ts';
import { UserData } from './user-data.entity.ts';
import {
  CreateUserDataInput,
  DeleteUserDataInput,
  UpdateUserDataInput,
  UpsertUserDataInput,
  UserDataBy,
  UserDataListArgs,
} from './user-data.inputs.ts';
import { UserDataPayload } from './user-data.payloads.ts';
import { userDataDocuments } from './user-data.references.ts';

const UserDataConnection = connectionOf(UserData, 'A user-data document');

const contentFields = { text: 'text', bytes: 'content' } as const;

@Resolver(() => UserData)
export class UserDataResolver {
  @Query(() => UserData, {
    nullable: true,
    description: 'The document with an id or name; null when there is none.',
  })
  @Needs('user-data:read')
  userData(
    @Arg('by', () => UserDataBy, { description: 'Exactly one of its fields.' }) by: UserDataBy,
    @Ctx() { em }: Context,
  ) {
    return findOneBy(em, UserData, by);
  }

  @Query(() => UserDataConnection, { description: 'The shared user-data documents.' })
  @Needs('user-data:read')
  userDataDocuments(@Args(() => UserDataListArgs) args: UserDataListArgs, @Ctx() { em }: Context) {
    const { filter, search, orderBy } = args;
    const conditions: FilterQuery<UserData>[] = [{ name: { $ne: null } }];
    if (filter?.kind) conditions.push({ kind: filter.kind });
    if (search) conditions.push({ $or: [{ name: containing(em, search) }, { id: containing(em, search) }] });
    return findPage(em, UserData, { args, where: { $and: conditions }, order: orderOf(orderBy) });
  }

  @Mutation(() => UserDataPayload, { description: 'Keeps a new user-data document.' })
  @Needs('user-data:write')
  async createUserData(
    @Arg('input', () => CreateUserDataInput) input: CreateUserDataInput,
    @Ctx() context: Context,
  ) {
    const { em, problems } = context;
    const content = requiredContent(input, context.config.USER_DATA_LIMIT, problems);
    await expectFreeName(input.name, context);
    problems.stop();
    const userData = new UserData(input.name, content!);
    em.persist(userData);
    return { userData };
  }

  @Mutation(() => UserDataPayload, { description: 'Changes a user-data document: what is not given stays.' })
  @Needs('user-data:write')
  async updateUserData(
    @Arg('input', () => UpdateUserDataInput) input: UpdateUserDataInput,
    @Ctx() context: Context,
  ) {
    const { em, problems, config } = context;
    const userData = await findForInput(em, userDataDocuments, { ref: input.id, field: 'id', problems });
    const content = readContent(input, contentFields, { problems, limit: config.USER_DATA_LIMIT });
    await expectFreeName(input.name, context, userData);
    problems.stop();
    expectVersion(userData!, input.ifVersion);
    if (input.name) userData!.name = input.name;
    if (content) userData!.replace(content);
    return { userData };
  }

  @Mutation(() => UserDataPayload, {
    description: 'Makes the document of a name what the input says, new or not.',
  })
  @Needs('user-data:write')
  async upsertUserData(
    @Arg('input', () => UpsertUserDataInput) input: UpsertUserDataInput,
    @Ctx() { em, problems, config }: Context,
  ) {
    const how = { atomic: true, problems, limit: config.USER_DATA_LIMIT };
    const [userData] = await upsertDocuments(em, [{ input, problems }], how);
    return { userData };
  }

  @Mutation(() => UserDataPayload, {
    description: 'Deletes a document that no instance uses, or any with force.',
  })
  @Needs('user-data:write')
  async deleteUserData(
    @Arg('input', () => DeleteUserDataInput) input: DeleteUserDataInput,
    @Ctx() context: Context,
  ) {
    return { userData: await deleteOne(deletableDocuments, input, context) };
  }

  @FieldResolver(() => InstanceConnection, { description: 'The instances that get it.' })
  instances(@Root() { id }: UserData, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    return findPage(em, Instance, { args, where: { userData: id }, order: { hostname: 'asc' } });
  }

  @FieldResolver(() => HistoryConnection, { description: 'Every change of it.' })
  history(@Root() { id }: UserData, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    return historyOf(em, id, args);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the asker may change it.' })
  viewerCanUpdate(@Ctx() { actor }: Context) {
    return may(actor, 'user-data:write');
  }
}

async function expectFreeName(
  name: string | null | undefined,
  { em, problems }: Pick<Context, 'em' | 'problems'>,
  except?: UserData,
): Promise<void> {
  const namesake = name ? await em.findOne(UserData, { name }) : null;
  if (namesake && namesake !== except) problems.add('name', takenName(namesake.title));
}
