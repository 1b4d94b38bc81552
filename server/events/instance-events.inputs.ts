import { Field, InputType } from 'type-graphql';
import { ExistingInput } from '../graphql/input-types.ts';
import { DateTime } from '../graphql/scalars.ts';
import { SpotAction, TargetLifecycleState } from './notices.ts';

@InputType({ description: 'The input to interrupt a Spot instance.' })
export class InterruptSpotInstanceInput extends ExistingInput {
  @Field(() => SpotAction, { defaultValue: SpotAction.TERMINATE, description: 'The action on the instance.' })
  action!: SpotAction;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The time of the interruption; by default two minutes after the notice, or for HIBERNATE the time of the notice.',
  })
  time?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The time of the notice, from which the instance sees it; by default now.',
  })
  noticeTime?: Date | null;
}

@InputType({ description: 'The input to withdraw the notice of an interruption.' })
export class WithdrawSpotInterruptionInput extends ExistingInput {}

@InputType({ description: 'The input to announce a higher risk of interruption to a Spot instance.' })
export class RecommendRebalanceInput extends ExistingInput {
  @Field(() => DateTime, {
    nullable: true,
    description: 'The time of the notice, from which the instance sees it; by default now.',
  })
  noticeTime?: Date | null;
}

@InputType({ description: 'The input to withdraw the recommendation to rebalance.' })
export class WithdrawRebalanceRecommendationInput extends ExistingInput {}

@InputType({ description: 'The input to set the target lifecycle state of an instance.' })
export class SetTargetLifecycleStateInput extends ExistingInput {
  @Field(() => TargetLifecycleState, {
    nullable: true,
    description:
      'The target state, which must be given; null takes the instance out of its Auto Scaling group.',
  })
  state?: TargetLifecycleState | null;
}
