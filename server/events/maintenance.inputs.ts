import { Matches } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { ExistingInput } from '../graphql/input-types.ts';
import { DateTime } from '../graphql/scalars.ts';
import { HasCharacters, IfGiven } from '../graphql/validators.ts';
import { MaintenanceCode } from './maintenance-event.entity.ts';

@InputType({
  description: 'The input to schedule a maintenance event of an instance; all times may be in the past.',
})
export class ScheduleMaintenanceInput extends ExistingInput {
  @Field(() => MaintenanceCode, { description: 'The kind of event.' })
  code!: MaintenanceCode;

  @Field(() => String, {
    nullable: true,
    description: 'The purpose, in a sentence; by default `scheduled reboot` or the like.',
  })
  @IfGiven()
  @HasCharacters({ max: 255 }, { message: 'A description has at most 255 characters.' })
  @Matches(/^(?=\S)[^\p{C}\p{Zl}\p{Zp}]+(?<=\S)$/u, {
    message: 'A description has no control characters, no line breaks and no blanks at its ends.',
  })
  @Matches(/^(?!\[(Completed|Canceled)\])/, {
    message: 'A description begins with no state: completing or canceling the maintenance puts it there.',
  })
  description?: string | null;

  @Field(() => DateTime, { description: 'The earliest start.' })
  notBefore!: Date;

  @Field(() => DateTime, { nullable: true, description: 'The latest end.' })
  notAfter?: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The latest start to which the event can be rescheduled; without it, the start is fixed.',
  })
  notBeforeDeadline?: Date | null;
}

@InputType({ description: 'The input to reschedule a maintenance event.' })
export class RescheduleMaintenanceInput extends ExistingInput {
  @Field(() => DateTime, { description: 'The new earliest start; the latest end moves with it.' })
  notBefore!: Date;
}

@InputType({
  description: 'The input to complete a maintenance event; `ifVersion` is the version of its instance.',
})
export class CompleteMaintenanceInput extends ExistingInput {}

@InputType({
  description: 'The input to cancel a maintenance event; `ifVersion` is the version of its instance.',
})
export class CancelMaintenanceInput extends ExistingInput {}
