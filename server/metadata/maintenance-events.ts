import { awsJsonList } from './aws-json.ts';
import type { GuestMaintenance, GuestView } from './guest-view.ts';

/** `events/maintenance/scheduled`: what is still to come. */
export function scheduledMaintenance({ events }: GuestView): string {
  return eventList(events.maintenance.filter(({ state }) => state === 'active'));
}

/** `events/maintenance/history`: what has taken place, or was called off. */
export function maintenanceHistory({ events }: GuestView): string {
  return eventList(events.maintenance.filter(({ state }) => state !== 'active'));
}

const marks = { active: '', completed: '[Completed] ', canceled: '[Canceled] ' };

/**
 * The order of AWS's documentation. `NotBeforeDeadline`, which it leaves out there, comes last, as in the EC2 API and
 * in Amazon's own mock of the service.
 */
function eventList(events: readonly GuestMaintenance[]): string {
  return awsJsonList(
    events.map(({ notBefore, code, description, eventId, notAfter, state, notBeforeDeadline }) => ({
      NotBefore: eventTime(notBefore),
      Code: code,
      Description: `${marks[state]}${description}`,
      EventId: eventId,
      NotAfter: notAfter && eventTime(notAfter),
      State: state,
      NotBeforeDeadline: notBeforeDeadline && eventTime(notBeforeDeadline),
    })),
  );
}

/** A moment as maintenance events write it: `21 Jan 2019 09:00:43 GMT`. */
function eventTime(moment: Date): string {
  return moment.toUTCString().replace(/^\w+, /, '');
}
