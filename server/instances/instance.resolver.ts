import { randomUUID } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { ArchivedKind } from '../archive/archived-kind.ts';
import { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import { orderOf } from '../graphql/order.ts';
import { findPage, type Page } from '../graphql/page.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { deleteMany, deleteOne } from '../records/deletion.ts';
import { restoringResolver } from '../records/restoring-resolver.ts';
import { writingResolver } from '../records/writing-resolver.ts';
import { checkClaims, type Claim } from './claims.ts';
import { deletableAndShown } from './deleted-parts.ts';
import { conditionOf } from './filter-instances.ts';
import { findOneInstance, InstanceListArgs } from './find-instances.ts';
import { InstanceConnection } from './instance.connection.ts';
import { Instance } from './instance.entity.ts';
import { newInstanceId } from './instance-names.ts';
import { InstanceBy } from './instance-filter.inputs.ts';
import {
  CreateInstanceInput,
  DeleteInstanceInput,
  DeleteInstancesInput,
  ReprovisionInstanceInput,
  UpdateInstanceInput,
  UpsertInstanceInput,
  UpsertInstancesInput,
} from './instance.inputs.ts';
import { InstancePayload, InstancesPayload } from './instance.payloads.ts';
import { instances } from './instance.references.ts';
import { restoreInstance } from './restore-instance.ts';
import { hasRole, mayAssignRoles, assignForbidden } from './role-guard.ts';
import { wholeInstance } from './whole-instance.ts';
import { writableInstances } from './writable-instances.ts';

const whyNotAnew =
  'Taken for a new machine, it runs its user-data again, and another one could be taken for it.';

@Resolver(() => Instance)
class InstanceResolver {
  @Query(() => Instance, {
    nullable: true,
    description: 'Looks up an instance by id, name or address; null if there is none.',
  })
  @Needs('instances:read')
  instance(
    @Arg('by', () => InstanceBy, { description: 'The field to look up by; exactly one must be given.' })
    by: InstanceBy,
    @Ctx() { em }: Context,
  ) {
    return findOneInstance(em, by);
  }

  @Query(() => InstanceConnection, { description: 'A list of instances.' })
  @Needs('instances:read')
  async instances(
    @Args(() => InstanceListArgs) args: InstanceListArgs,
    @Ctx() { em }: Context,
  ): Promise<Page<Instance>> {
    const problems = new Problems([]);
    const where = await conditionOf(em, args, problems);
    problems.throwIfAny();
    return findPage(em, Instance, {
      list: 'instances',
      args,
      where,
      order: orderOf(args.orderBy, 'hostnameKey'),
    });
  }

  @Mutation(() => InstancePayload, {
    description: 'Deletes an instance; from then on, its requests are answered with 404.',
  })
  @Needs('instances:write')
  async deleteInstance(
    @Arg('input', () => DeleteInstanceInput) input: DeleteInstanceInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return { instance: await deleteOne(deletableAndShown(info, context), input, context) };
  }

  @Mutation(() => InstancesPayload, { description: 'Deletes many instances.' })
  @Needs('instances:write')
  deleteInstances(
    @Arg('input', () => DeleteInstancesInput) input: DeleteInstancesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return deleteMany(deletableAndShown(info, context), input, context);
  }

  @Mutation(() => InstancePayload, {
    description: 'Gives an instance another instance-id, so that cloud-init treats it as a new instance.',
  })
  @Needs('instances:write')
  async reprovisionInstance(
    @Arg('input', () => ReprovisionInstanceInput) input: ReprovisionInstanceInput,
    @Ctx() { em, actor, problems, clock }: Context,
  ) {
    const instance = await findForInput(em, instances, { ref: input.id, field: 'id', problems });
    if (instance) await em.populate([instance], wholeInstance);
    if (instance && hasRole(instance) && !mayAssignRoles(actor))
      problems.add('id', assignForbidden(`${instance.hostname} has a role. ${whyNotAnew}`));
    const instanceId = input.instanceId ?? newInstanceId();
    const claims: Claim[] = [
      { kind: 'instanceId', value: instanceId, path: ['instanceId'] },
      ...(input.uuid ? [{ kind: 'uuid' as const, value: input.uuid, path: ['uuid'] }] : []),
    ];
    await checkClaims(em, [{ instance, problems, claims }], { atomic: true });
    problems.throwIfAny();
    expectVersion(instance!, input.ifVersion);
    instance!.reprovision({ instanceId, uuid: input.uuid ?? randomUUID(), at: clock() });
    return { instance };
  }
}

/** The operations of machines; the fields that are not columns have resolvers of their own. */
export const instanceResolvers = [
  InstanceResolver,
  writingResolver(writableInstances, {
    inputs: {
      Create: CreateInstanceInput,
      Update: UpdateInstanceInput,
      Upsert: UpsertInstanceInput,
      UpsertMany: UpsertInstancesInput,
    },
    payloads: { One: InstancePayload, Many: InstancesPayload },
    one: 'Instance',
    many: 'Instances',
    write: 'instances:write',
    upserted: 'externalId, else instanceId, else hostname',
  }),
  restoringResolver({
    ...writableInstances,
    kind: ArchivedKind.INSTANCE,
    write: 'instances:write',
    restore: restoreInstance,
    description:
      'Restores an instance from the archive as it was, under its former id: its metadata is the same as before, except for what `missing` lists.',
  }),
] as const;
