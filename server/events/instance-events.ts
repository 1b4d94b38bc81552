import { Field, ObjectType } from 'type-graphql';
import { CountsAs } from '../graphql/cost.ts';
import type { Instance } from '../instances/instance.entity.ts';
import { MaintenanceEvent } from './maintenance-event.entity.ts';
import { SpotAction, TargetLifecycleState, type Interruption } from './notices.ts';

@ObjectType({ description: 'An interruption of a Spot instance.', simpleResolvers: true })
export class SpotInterruption implements Interruption {
  @Field(() => SpotAction, { description: 'The action on the instance.' })
  action!: SpotAction;
  @Field(() => Date, { description: 'The time of the interruption.' })
  time!: Date;
  @Field(() => Date, { description: 'The time of the notice, from which the instance sees it.' })
  noticeTime!: Date;
}

@ObjectType({
  description: 'A notice that a Spot instance is at a higher risk of interruption.',
  simpleResolvers: true,
})
export class RebalanceRecommendation {
  @Field(() => Date, { description: 'The time of the notice, from which the instance sees it.' })
  noticeTime!: Date;
}

/** The events of an instance, including those that the instance cannot read yet. */
@ObjectType({
  description: 'The events of an instance, including those that it cannot see yet.',
  simpleResolvers: true,
})
export class InstanceEvents {
  @Field(() => SpotInterruption, { nullable: true, description: 'Served under `spot/`.' })
  spotInterruption!: Interruption | null;

  @Field(() => RebalanceRecommendation, {
    nullable: true,
    description: 'Served as `events/recommendations/rebalance`.',
  })
  rebalanceRecommendation!: RebalanceRecommendation | null;

  @Field(() => TargetLifecycleState, {
    nullable: true,
    description: 'Served as `autoscaling/target-lifecycle-state`; null outside an Auto Scaling group.',
  })
  targetLifecycleState!: TargetLifecycleState | null;

  @CountsAs(200)
  @Field(() => [MaintenanceEvent], {
    description:
      'Served under `events/maintenance/`: upcoming and past maintenance events, in the order of their start.',
  })
  maintenance!: MaintenanceEvent[];
}

/** Requires that the maintenance events of the instance are loaded. */
export const eventsOf = ({ notices, orderedMaintenance }: Instance): InstanceEvents => ({
  spotInterruption: notices.interruption,
  rebalanceRecommendation: notices.rebalanceNoticeTime && { noticeTime: notices.rebalanceNoticeTime },
  targetLifecycleState: notices.targetLifecycleState,
  maintenance: orderedMaintenance,
});
