import { randomUUID } from 'node:crypto';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Mutation, Query, Resolver } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { Problems } from '../errors.ts';
import { bulkResult } from '../graphql/bulk.ts';
import type { Context } from '../graphql/context.ts';
import { findPage, type Page } from '../graphql/page.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { deleteMany, deleteOne } from '../records/deletion.ts';
import { checkClaims } from './claims.ts';
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
import { findTargets, provision } from './provision.ts';
import { hasRole, mayAssignRoles, assignForbidden } from './role-guard.ts';
import { wholeInstance } from './whole-instance.ts';

const whyNotAnew =
  'Taken for a new machine, it runs its user-data again, and another one could be taken for it.';

@Resolver(() => Instance)
export class InstanceResolver {
  @Query(() => Instance, {
    nullable: true,
    description: 'The instance with an id, name or address; null when there is none.',
  })
  @Needs('instances:read')
  instance(
    @Arg('by', () => InstanceBy, { description: 'Exactly one of its fields.' }) by: InstanceBy,
    @Ctx() { em }: Context,
  ) {
    return findOneInstance(em, by);
  }

  @Query(() => InstanceConnection, { description: 'The registered machines.' })
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
      order: { [args.orderField]: args.orderBy?.direction ?? 'asc' },
    });
  }

  @Mutation(() => InstancePayload, { description: 'Registers a machine.' })
  @Needs('instances:write')
  async createInstance(
    @Arg('input', () => CreateInstanceInput) input: CreateInstanceInput,
    @Ctx() context: Context,
  ) {
    const { problems } = context;
    const [instance] = await provision([{ input, instance: undefined, problems }], true, context);
    return { instance };
  }

  @Mutation(() => InstancePayload, {
    description: 'Changes a machine: what is not given stays, null clears.',
  })
  @Needs('instances:write')
  async updateInstance(
    @Arg('input', () => UpdateInstanceInput) input: UpdateInstanceInput,
    @Ctx() context: Context,
  ) {
    const { problems } = context;
    const instance = await this.load(input.id, context);
    if (instance) expectVersion(instance, input.ifVersion);
    const [updated] = await provision([{ input, instance, problems }], true, context);
    return { instance: updated };
  }

  @Mutation(() => InstancePayload, { description: 'Makes a machine what the input says, new or not.' })
  @Needs('instances:write')
  async upsertInstance(
    @Arg('input', () => UpsertInstanceInput) input: UpsertInstanceInput,
    @Ctx() context: Context,
  ) {
    const { em, problems } = context;
    const [instance] = await findTargets(em, [input]);
    const [upserted] = await provision([{ input, instance, problems }], true, context);
    return { instance: upserted };
  }

  @Mutation(() => InstancesPayload, { description: 'Makes many machines what the inputs say, new or not.' })
  @Needs('instances:write')
  async upsertInstances(
    @Arg('input', () => UpsertInstancesInput) { instances: inputs, atomic }: UpsertInstancesInput,
    @Ctx() context: Context,
  ) {
    const { em, problems } = context;
    const targets = await findTargets(em, inputs);
    const requests = inputs.map((input, index) => ({
      input,
      instance: targets[index],
      problems: problems.at('instances', index),
    }));
    const upserted = await provision(requests, atomic, context);
    return {
      results: requests.map((one, index) => bulkResult(index, one.problems, { instance: upserted[index] })),
    };
  }

  @Mutation(() => InstancePayload, {
    description: 'Deletes a machine: from then on it gets no answer but 404.',
  })
  @Needs('instances:write')
  async deleteInstance(
    @Arg('input', () => DeleteInstanceInput) input: DeleteInstanceInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return { instance: await deleteOne(deletableAndShown(info, context), input, context) };
  }

  @Mutation(() => InstancesPayload, { description: 'Deletes many machines.' })
  @Needs('instances:write')
  deleteInstances(
    @Arg('input', () => DeleteInstancesInput) input: DeleteInstancesInput,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return deleteMany(deletableAndShown(info, context), input, context);
  }

  @Mutation(() => InstancePayload, {
    description: 'Gives a machine another instance-id: cloud-init takes it for a new one.',
  })
  @Needs('instances:write')
  async reprovisionInstance(
    @Arg('input', () => ReprovisionInstanceInput) input: ReprovisionInstanceInput,
    @Ctx() { em, actor, problems, clock }: Context,
  ) {
    const instance = await this.load(input.id, { em, problems });
    if (instance && hasRole(instance) && !mayAssignRoles(actor))
      problems.add('id', assignForbidden(`${instance.hostname} has a role. ${whyNotAnew}`));
    const instanceId = input.instanceId ?? newInstanceId();
    await checkClaims(em, [
      {
        instance,
        problems,
        claims: [
          { kind: 'instanceId', value: instanceId, path: ['instanceId'] },
          ...(input.uuid ? [{ kind: 'uuid' as const, value: input.uuid, path: ['uuid'] }] : []),
        ],
      },
    ]);
    problems.throwIfAny();
    expectVersion(instance!, input.ifVersion);
    instance!.reprovision({ instanceId, uuid: input.uuid ?? randomUUID(), at: clock() });
    return { instance };
  }

  private async load(
    ref: string,
    { em, problems }: Pick<Context, 'em' | 'problems'>,
  ): Promise<Instance | undefined> {
    const instance = await findForInput(em, instances, { ref, field: 'id', problems });
    if (instance) await em.populate([instance], wholeInstance);
    return instance;
  }
}
