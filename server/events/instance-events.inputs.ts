import { Field, InputType } from 'type-graphql';
import { ExistingInput } from '../graphql/input-types.ts';
import { DateTime } from '../graphql/scalars.ts';
import { SpotAction, TargetLifecycleState } from './notices.ts';

@InputType({ description: 'An interruption of a Spot instance.' })
export class InterruptSpotInstanceInput extends ExistingInput {
  @Field(() => SpotAction, { defaultValue: SpotAction.TERMINATE, description: 'What will happen to it.' })
  action!: SpotAction;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When; two minutes after the notice where none is given, and with the notice for HIBERNATE.',
  })
  time?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the instance begins to see it; now where none is given.',
  })
  noticeTime?: Date | null;
}

@InputType({ description: 'An instance that is not interrupted after all.' })
export class WithdrawSpotInterruptionInput extends ExistingInput {}

@InputType({ description: 'A Spot instance that is about to be at a higher risk of interruption.' })
export class RecommendRebalanceInput extends ExistingInput {
  @Field(() => DateTime, {
    nullable: true,
    description: 'The time of the notice, from which on the instance sees it; now where none is given.',
  })
  noticeTime?: Date | null;
}

@InputType({ description: 'An instance that is at no higher risk of interruption after all.' })
export class WithdrawRebalanceRecommendationInput extends ExistingInput {}

@InputType({ description: 'An instance, and what its Auto Scaling group wants it to become.' })
export class SetTargetLifecycleStateInput extends ExistingInput {
  @Field(() => TargetLifecycleState, {
    nullable: true,
    description: 'The state; null takes the instance out of its Auto Scaling group. It has to be given.',
  })
  state?: TargetLifecycleState | null;
}
