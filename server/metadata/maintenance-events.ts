import { awsJsonList } from './aws-json.ts';
import type { GuestMaintenance, GuestView } from './guest-view.ts';

/** `events/maintenance/scheduled`: the active events. */
export function scheduledMaintenance({ events }: GuestView): string {
  return eventList(events.maintenance.filter(({ state }) => state === 'active'));
}

/** `events/maintenance/history`: the completed and canceled events. */
export function maintenanceHistory({ events }: GuestView): string {
  return eventList(events.maintenance.filter(({ state }) => state !== 'active'));
}

const statePrefixes = { active: '', completed: '[Completed] ', canceled: '[Canceled] ' };

/**
 * The fields in the order of AWS's documentation. `NotBeforeDeadline`, which the documentation omits, comes last, as in
 * the EC2 API and in Amazon's own mock of the service.
 */
function eventList(events: readonly GuestMaintenance[]): string {
  return awsJsonList(
    events.map(({ notBefore, code, description, eventId, notAfter, state, notBeforeDeadline }) => ({
      NotBefore: eventTime(notBefore),
      Code: code,
      Description: `${statePrefixes[state]}${description}`,
      EventId: eventId,
      NotAfter: notAfter && eventTime(notAfter),
      State: state,
      NotBeforeDeadline: notBeforeDeadline && eventTime(notBeforeDeadline),
    })),
  );
}

/** A time in the format of maintenance events: `21 Jan 2019 09:00:43 GMT`. */
function eventTime(moment: Date): string {
  return moment.toUTCString().replace(/^\w+, /, '');
}
