import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import type { ExistingInput } from '../graphql/input-types.ts';
import { populate } from '../graphql/populate.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { Instance } from '../instances/instance.entity.ts';
import { InstancePayload } from '../instances/instance.payloads.ts';
import { instances } from '../instances/instance.references.ts';
import {
  InterruptSpotInstanceInput,
  RecommendRebalanceInput,
  SetTargetLifecycleStateInput,
  WithdrawRebalanceRecommendationInput,
  WithdrawSpotInterruptionInput,
} from './instance-events.inputs.ts';
import { eventsOf, InstanceEvents } from './instance-events.ts';
import { checkIsSpot, planInterruption } from './spot-notices.ts';

/** Gives instances notice of events, so that users can test how an instance reacts. */
@Resolver(() => Instance)
export class InstanceEventsResolver {
  @FieldResolver(() => InstanceEvents, {
    description: 'The events of the instance, including those that it cannot see yet.',
  })
  async events(@Root() instance: Instance, @Ctx() { em }: Context) {
    await populate(em, instance, ['maintenanceEvents']);
    return eventsOf(instance);
  }

  @Mutation(() => InstancePayload, {
    description: 'Gives a Spot instance notice of its interruption, which replaces any earlier notice.',
  })
  @Needs('instances:write')
  async interruptSpotInstance(
    @Arg('input', () => InterruptSpotInstanceInput) input: InterruptSpotInstanceInput,
    @Ctx() { em, problems, clock }: Context,
  ) {
    const instance = await findForInput(em, instances, { ref: input.id, field: 'id', problems });
    checkIsSpot(instance, problems);
    const interruption = planInterruption(input, clock(), problems);
    problems.throwIfAny();
    expectVersion(instance!, input.ifVersion);
    instance!.notices.interrupt(interruption);
    return { instance };
  }

  @Mutation(() => InstancePayload, { description: 'Withdraws the notice of an interruption.' })
  @Needs('instances:write')
  async withdrawSpotInterruption(
    @Arg('input', () => WithdrawSpotInterruptionInput) input: WithdrawSpotInterruptionInput,
    @Ctx() context: Context,
  ) {
    const instance = await this.get(input, context);
    instance.notices.interrupt(null);
    return { instance };
  }

  @Mutation(() => InstancePayload, {
    description: 'Announces a higher risk of interruption to a Spot instance.',
  })
  @Needs('instances:write')
  async recommendRebalance(
    @Arg('input', () => RecommendRebalanceInput) input: RecommendRebalanceInput,
    @Ctx() { em, problems, clock }: Context,
  ) {
    const instance = await findForInput(em, instances, { ref: input.id, field: 'id', problems });
    checkIsSpot(instance, problems);
    problems.throwIfAny();
    expectVersion(instance!, input.ifVersion);
    instance!.notices.rebalanceNoticeTime = input.noticeTime ?? clock();
    return { instance };
  }

  @Mutation(() => InstancePayload, { description: 'Withdraws the recommendation to rebalance.' })
  @Needs('instances:write')
  async withdrawRebalanceRecommendation(
    @Arg('input', () => WithdrawRebalanceRecommendationInput) input: WithdrawRebalanceRecommendationInput,
    @Ctx() context: Context,
  ) {
    const instance = await this.get(input, context);
    instance.notices.rebalanceNoticeTime = null;
    return { instance };
  }

  @Mutation(() => InstancePayload, {
    description: 'Sets the target lifecycle state of an instance in an Auto Scaling group.',
  })
  @Needs('instances:write')
  async setTargetLifecycleState(
    @Arg('input', () => SetTargetLifecycleStateInput) input: SetTargetLifecycleStateInput,
    @Ctx() context: Context,
  ) {
    if (input.state === undefined)
      context.problems.add('state', {
        code: 'BAD_USER_INPUT',
        message: 'Give a state, or null for an instance outside an Auto Scaling group.',
      });
    const instance = await this.get(input, context);
    instance.notices.targetLifecycleState = input.state!;
    return { instance };
  }

  /** The instance of a valid input. @throws the problems of the input */
  private async get(
    { id: ref, ifVersion }: ExistingInput,
    { em, problems }: Pick<Context, 'em' | 'problems'>,
  ): Promise<Instance> {
    const instance = await findForInput(em, instances, { ref, field: 'id', problems });
    problems.throwIfAny();
    expectVersion(instance!, ifVersion);
    return instance!;
  }
}
