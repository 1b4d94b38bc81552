import { Matches, MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { ExistingInput } from '../graphql/input-types.ts';
import { DateTime } from '../graphql/scalars.ts';
import { IfGiven } from '../graphql/validators.ts';
import { MaintenanceCode } from './maintenance-event.entity.ts';

@InputType({ description: 'A maintenance of an instance; every time may lie in the past.' })
export class ScheduleMaintenanceInput extends ExistingInput {
  @Field(() => MaintenanceCode, { description: 'What will happen.' })
  code!: MaintenanceCode;

  @Field(() => String, {
    nullable: true,
    description: 'What for, in a sentence; `scheduled reboot` and the like where none is given.',
  })
  @IfGiven()
  @MaxLength(255, { message: 'A description has at most 255 characters.' })
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
    description: 'The latest start that may be asked for; without it the start stays as it is.',
  })
  notBeforeDeadline?: Date | null;
}

@InputType({ description: 'A maintenance event, and its new start.' })
export class RescheduleMaintenanceInput extends ExistingInput {
  @Field(() => DateTime, { description: 'The new earliest start; the latest end moves with it.' })
  notBefore!: Date;
}

@InputType({ description: 'A maintenance event that is done; `ifVersion` is of its instance.' })
export class CompleteMaintenanceInput extends ExistingInput {}

@InputType({ description: 'A maintenance event that will not happen; `ifVersion` is of its instance.' })
export class CancelMaintenanceInput extends ExistingInput {}
