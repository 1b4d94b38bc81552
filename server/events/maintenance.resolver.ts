import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import type { Context } from '../graphql/context.ts';
import type { ExistingInput } from '../graphql/input-types.ts';
import { populate } from '../graphql/populate.ts';
import { findForInput } from '../graphql/references.ts';
import { expectVersion } from '../graphql/version.ts';
import { Instance } from '../instances/instance.entity.ts';
import { instances } from '../instances/instance.references.ts';
import { MaintenanceEvent, MaintenanceState } from './maintenance-event.entity.ts';
import { maintenanceEvents } from './maintenance-event.references.ts';
import { checkIsActive, checkNewStart, checkRoom, checkTimes, plannedBy } from './maintenance-rules.ts';
import {
  CancelMaintenanceInput,
  CompleteMaintenanceInput,
  RescheduleMaintenanceInput,
  ScheduleMaintenanceInput,
} from './maintenance.inputs.ts';
import { MaintenancePayload } from './maintenance.payloads.ts';

/** The maintenance of instances, with names of the EC2 API where it has them. */
@Resolver(() => MaintenanceEvent)
export class MaintenanceResolver {
  @FieldResolver(() => Instance, { description: 'The instance of the event.' })
  async instance(@Root() event: MaintenanceEvent, @Ctx() { em }: Context) {
    await populate(em, event, ['instance']);
    return event.instance;
  }

  @Mutation(() => MaintenancePayload, {
    description: 'Schedules a maintenance event and announces it to the instance.',
  })
  @Needs('instances:write')
  async scheduleMaintenance(
    @Arg('input', () => ScheduleMaintenanceInput) input: ScheduleMaintenanceInput,
    @Ctx() { em, problems }: Context,
  ) {
    const instance = await findForInput(em, instances, { ref: input.id, field: 'id', problems });
    if (instance) await em.populate([instance], ['maintenanceEvents']);
    checkRoom(instance, problems);
    checkTimes(input, problems);
    problems.throwIfAny();
    expectVersion(instance!, input.ifVersion);
    const maintenanceEvent = new MaintenanceEvent(instance!, plannedBy(input));
    instance!.maintenanceEvents.add(maintenanceEvent);
    return { instance, maintenanceEvent };
  }

  @Mutation(() => MaintenancePayload, {
    description:
      "Moves the start of a maintenance event, up to its deadline (EC2's ModifyInstanceEventStartTime).",
  })
  @Needs('instances:write')
  async rescheduleMaintenance(
    @Arg('input', () => RescheduleMaintenanceInput) input: RescheduleMaintenanceInput,
    @Ctx() context: Context,
  ) {
    const { problems, clock } = context;
    const event = await this.load(input, context);
    checkNewStart(event, { notBefore: input.notBefore, now: clock() }, problems);
    problems.throwIfAny();
    expectVersion(event!.instance, input.ifVersion);
    event!.reschedule(input.notBefore);
    return { instance: event!.instance, maintenanceEvent: event };
  }

  @Mutation(() => MaintenancePayload, {
    description: 'Completes a maintenance event: it is done, and served as history.',
  })
  @Needs('instances:write')
  completeMaintenance(
    @Arg('input', () => CompleteMaintenanceInput) input: CompleteMaintenanceInput,
    @Ctx() context: Context,
  ) {
    return this.end(input, MaintenanceState.COMPLETED, context);
  }

  @Mutation(() => MaintenancePayload, {
    description: 'Cancels a maintenance event: it will not happen, and is served as history.',
  })
  @Needs('instances:write')
  cancelMaintenance(
    @Arg('input', () => CancelMaintenanceInput) input: CancelMaintenanceInput,
    @Ctx() context: Context,
  ) {
    return this.end(input, MaintenanceState.CANCELED, context);
  }

  private async end(input: ExistingInput, state: MaintenanceState, context: Context) {
    const event = await this.load(input, context);
    context.problems.throwIfAny();
    expectVersion(event!.instance, input.ifVersion);
    event!.state = state;
    return { instance: event!.instance, maintenanceEvent: event };
  }

  /** The event of an input, with its instance; adds a problem if the event is over. */
  private async load(
    { id: ref }: ExistingInput,
    { em, problems }: Pick<Context, 'em' | 'problems'>,
  ): Promise<MaintenanceEvent | undefined> {
    const event = await findForInput(em, maintenanceEvents, { ref, field: 'id', problems });
    if (event) await em.populate([event], ['instance.maintenanceEvents']);
    checkIsActive(event, problems);
    return event;
  }
}
