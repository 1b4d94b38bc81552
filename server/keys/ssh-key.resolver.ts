import type { FilterQuery } from '@mikro-orm/core';
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Mutation,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { may } from '../access/actor.ts';
import { Needs } from '../access/permission.ts';
import { historyOf, HistoryConnection } from '../audit/history.ts';
import type { Context } from '../graphql/context.ts';
import { findOneBy } from '../graphql/find-one.ts';
import { SearchArgs } from '../graphql/input-types.ts';
import { NameOrder, orderOf } from '../graphql/name-order.ts';
import { connectionOf, containing, findPage, PageArgs } from '../graphql/page.ts';
import { findForInput, getByRef } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { Instance } from '../instances/instance.entity.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { instances } from '../instances/instance.references.ts';
import { KeyAttachment } from '../instances/key-attachment.entity.ts';
import { deleteOne } from '../records/deletion.ts';
import { deletableKeys } from './delete-keys.ts';
import { nameForKey, readKey, takenName } from './read-key.ts';
import { SshKey } from './ssh-key.entity.ts';
import {
  CreateSshKeyInput,
  DeleteSshKeyInput,
  SshKeyBy,
  SshKeyFilter,
  UpdateSshKeyInput,
  UpsertSshKeyInput,
} from './ssh-key.inputs.ts';
import { SshKeyPayload } from './ssh-key.payloads.ts';
import { sshKeys } from './ssh-key.references.ts';
import { upsertKeys } from './upsert-keys.ts';

const SshKeyConnection = connectionOf(SshKey, 'A key');

@ArgsType()
class SshKeyListArgs extends SearchArgs {
  @Field(() => SshKeyFilter, { nullable: true, description: 'Only those for which every condition holds.' })
  filter?: SshKeyFilter | null;
  @Field(() => NameOrder, { nullable: true, description: 'By name where none is given.' })
  orderBy?: NameOrder | null;
}

@Resolver(() => SshKey)
export class SshKeyResolver {
  @Query(() => SshKey, {
    nullable: true,
    description: 'The key with an id, name or fingerprint; null when there is none.',
  })
  @Needs('keys:read')
  sshKey(
    @Arg('by', () => SshKeyBy, { description: 'Exactly one of its fields.' }) by: SshKeyBy,
    @Ctx() { em }: Context,
  ) {
    return findOneBy(em, SshKey, by);
  }

  @Query(() => SshKeyConnection, { description: 'The registered keys.' })
  @Needs('keys:read')
  async sshKeys(@Args(() => SshKeyListArgs) args: SshKeyListArgs, @Ctx() { em }: Context) {
    const { filter, search, orderBy } = args;
    const conditions: FilterQuery<SshKey>[] = [];
    if (filter?.type) conditions.push({ type: filter.type });
    if (filter?.instance) {
      const { id } = await getByRef(em, instances, filter.instance);
      const attached = await em.find(KeyAttachment, { instance: id });
      conditions.push({ id: { $in: attached.map(({ key }) => key.id) } });
    }
    if (search) {
      const text = containing(em, search);
      conditions.push({ $or: [{ name: text }, { comment: text }, { fingerprint: text }, { id: text }] });
    }
    return findPage(em, SshKey, { args, where: { $and: conditions }, order: orderOf(orderBy) });
  }

  @Mutation(() => SshKeyPayload, { description: 'Registers a key.' })
  @Needs('keys:write')
  async createSshKey(
    @Arg('input', () => CreateSshKeyInput) input: CreateSshKeyInput,
    @Ctx() { em, problems }: Context,
  ) {
    const key = readKey(input.publicKey, problems);
    const name = nameForKey(input.name, key, problems);
    if (name && (await em.findOne(SshKey, { name }))) problems.add('name', takenName(name));
    problems.stop();
    const sshKey = new SshKey(name!, key!);
    em.persist(sshKey);
    return { sshKey };
  }

  @Mutation(() => SshKeyPayload, { description: 'Changes a key: what is not given stays.' })
  @Needs('keys:write')
  async updateSshKey(
    @Arg('input', () => UpdateSshKeyInput) input: UpdateSshKeyInput,
    @Ctx() { em, problems }: Context,
  ) {
    const sshKey = await findForInput(em, sshKeys, { ref: input.id, field: 'id', problems });
    const key = input.publicKey ? readKey(input.publicKey, problems) : undefined;
    const namesake = input.name ? await em.findOne(SshKey, { name: input.name }) : null;
    if (namesake && namesake !== sshKey) problems.add('name', takenName(namesake.name));
    problems.stop();
    expectVersion(sshKey!, input.ifVersion);
    if (input.name) sshKey!.name = input.name;
    if (key) sshKey!.replace(key);
    return { sshKey };
  }

  @Mutation(() => SshKeyPayload, { description: 'Makes the key of a name what the input says, new or not.' })
  @Needs('keys:write')
  async upsertSshKey(
    @Arg('input', () => UpsertSshKeyInput) input: UpsertSshKeyInput,
    @Ctx() { em, problems }: Context,
  ) {
    const [sshKey] = await upsertKeys(em, [{ input, problems }], { atomic: true, problems });
    return { sshKey };
  }

  @Mutation(() => SshKeyPayload, { description: 'Deletes a key that no instance uses, or any with force.' })
  @Needs('keys:write')
  async deleteSshKey(
    @Arg('input', () => DeleteSshKeyInput) input: DeleteSshKeyInput,
    @Ctx() context: Context,
  ) {
    return { sshKey: await deleteOne(deletableKeys, input, context) };
  }

  @FieldResolver(() => InstanceConnection, { description: 'The instances it opens.' })
  instances(@Root() { id }: SshKey, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    return findPage(em, Instance, {
      args,
      where: { keyAttachments: { key: id } },
      order: { hostname: 'asc' },
    });
  }

  @FieldResolver(() => HistoryConnection, { description: 'Every change of it.' })
  history(@Root() { id }: SshKey, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    return historyOf(em, id, args);
  }

  @FieldResolver(() => Boolean, { description: 'Whether the asker may change it.' })
  viewerCanUpdate(@Ctx() { actor }: Context) {
    return may(actor, 'keys:write');
  }
}
