import type { Problems } from '../errors.ts';
import {
  MaintenanceCode,
  MaintenanceState,
  type MaintenanceEvent,
  type PlannedMaintenance,
} from './maintenance-event.entity.ts';
import type { ScheduleMaintenanceInput } from './maintenance.inputs.ts';

/** The description of a maintenance whose input has none. */
const defaultDescriptions: Record<MaintenanceCode, string> = {
  [MaintenanceCode.INSTANCE_REBOOT]: 'scheduled reboot',
  [MaintenanceCode.SYSTEM_REBOOT]: 'scheduled reboot',
  [MaintenanceCode.SYSTEM_MAINTENANCE]: 'scheduled maintenance',
  [MaintenanceCode.INSTANCE_RETIREMENT]: 'scheduled retirement',
  [MaintenanceCode.INSTANCE_STOP]: 'scheduled stop',
};

/** The maintenance that an input plans, with defaults for omitted fields. */
export const plannedBy = (input: ScheduleMaintenanceInput): PlannedMaintenance => ({
  code: input.code,
  description: input.description ?? defaultDescriptions[input.code],
  notBefore: input.notBefore,
  notAfter: input.notAfter ?? null,
  notBeforeDeadline: input.notBeforeDeadline ?? null,
});

/** The maximum number per instance, in any state: a machine reads all of them at once. */
const maxEvents = 500;

/** Adds a problem if the instance, where there is one, has the maximum number of events. */
export function checkRoom(
  instance: { hostname: string; maintenanceEvents: { length: number } } | undefined,
  problems: Problems,
): void {
  if (!instance || instance.maintenanceEvents.length < maxEvents) return;
  problems.add('id', {
    code: 'BAD_USER_INPUT',
    message: `${instance.hostname} has ${instance.maintenanceEvents.length} maintenance events; an instance has at most ${maxEvents}.`,
    hint: 'Provision it anew with reprovisionInstance: none of them is meant for a new machine.',
  });
}

type Times = Partial<Record<'notBefore' | 'notAfter' | 'notBeforeDeadline', Date | null>>;

/** A deadline may be after the end: it limits a new start, and the end moves with the start. */
export function checkTimes({ notBefore, notAfter, notBeforeDeadline }: Times, problems: Problems): void {
  if (notBefore && notAfter && notAfter <= notBefore)
    problems.add('notAfter', {
      code: 'BAD_USER_INPUT',
      message: 'A maintenance ends after it starts.',
      hint: `Give a time after ${notBefore.toISOString()}.`,
    });
  if (notBefore && notBeforeDeadline && notBeforeDeadline < notBefore)
    problems.add('notBeforeDeadline', {
      code: 'BAD_USER_INPUT',
      message: 'The latest start is not before the planned one.',
      hint: `Give a time from ${notBefore.toISOString()} on.`,
    });
}

/** Adds a problem if the event, where there is one, is completed or canceled. */
export function checkIsActive(event: MaintenanceEvent | undefined, problems: Problems): void {
  if (!event || event.state === MaintenanceState.ACTIVE) return;
  problems.add('id', {
    code: 'CONFLICT',
    message: `${event.id} of ${event.instance.hostname} is ${event.state} and stays so.`,
    hint: 'Schedule another one with scheduleMaintenance.',
  });
}

/**
 * Checks EC2's conditions of a new start: there is a deadline, the old start has not passed, and the new one is between
 * now and the deadline (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/reschedule-event.html).
 */
export function checkNewStart(
  event: MaintenanceEvent | undefined,
  { notBefore, now }: { notBefore: Date | undefined; now: Date },
  problems: Problems,
): void {
  if (event?.state !== MaintenanceState.ACTIVE) return;
  const deadline = event.notBeforeDeadline;
  if (!deadline || event.notBefore <= now)
    problems.add('id', {
      code: 'CONFLICT',
      message: deadline
        ? `${event.id} has started.`
        : `${event.id} has no deadline up to which it could start.`,
      hint: 'Cancel it with cancelMaintenance, and schedule another one.',
    });
  else if (notBefore && (notBefore <= now || notBefore > deadline))
    problems.add('notBefore', {
      code: 'BAD_USER_INPUT',
      message: `${event.id} can start from now on and up to its deadline, ${deadline.toISOString()}.`,
    });
}
