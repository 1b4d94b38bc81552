import { describe, expect, it } from '@jest/globals';
import { exampleView } from '../tests/support/example-view.ts';
import type { GuestMaintenance } from './guest-view.ts';
import { maintenanceHistory, scheduledMaintenance } from './maintenance-events.ts';

const reboot: GuestMaintenance = {
  eventId: 'instance-event-0d59937288b749b32',
  code: 'system-reboot',
  description: 'scheduled reboot',
  notBefore: new Date('2019-01-21T09:00:43.900Z'),
  notAfter: new Date('2019-01-21T09:17:23Z'),
  state: 'active',
};
const withEvents = (...maintenance: GuestMaintenance[]) => exampleView({ events: { maintenance } });

describe('maintenance events', () => {
  it('are an empty list when there are none', () => {
    expect(scheduledMaintenance(withEvents())).toBe('[]');
    expect(maintenanceHistory(withEvents())).toBe('[]');
  });

  it('that are to come are the published text, byte for byte', () => {
    expect(scheduledMaintenance(withEvents(reboot))).toBe(`[
  {
    "NotBefore" : "21 Jan 2019 09:00:43 GMT",
    "Code" : "system-reboot",
    "Description" : "scheduled reboot",
    "EventId" : "instance-event-0d59937288b749b32",
    "NotAfter" : "21 Jan 2019 09:17:23 GMT",
    "State" : "active"
  }
]`);
    expect(maintenanceHistory(withEvents(reboot))).toBe('[]');
  });

  it('that are over say so, in the order that they have', () => {
    const history = maintenanceHistory(
      withEvents({ ...reboot, state: 'completed' }, reboot, {
        ...reboot,
        state: 'canceled',
        notAfter: undefined,
        description: 'a "stop"',
      }),
    );
    expect(history).toBe(`[
  {
    "NotBefore" : "21 Jan 2019 09:00:43 GMT",
    "Code" : "system-reboot",
    "Description" : "[Completed] scheduled reboot",
    "EventId" : "instance-event-0d59937288b749b32",
    "NotAfter" : "21 Jan 2019 09:17:23 GMT",
    "State" : "completed"
  },
  {
    "NotBefore" : "21 Jan 2019 09:00:43 GMT",
    "Code" : "system-reboot",
    "Description" : "[Canceled] a \\"stop\\"",
    "EventId" : "instance-event-0d59937288b749b32",
    "State" : "canceled"
  }
]`);
  });

  it('tell the deadline last', () => {
    const text = scheduledMaintenance(
      withEvents({ ...reboot, notBeforeDeadline: new Date('2019-02-01T00:00:00Z') }),
    );
    expect(text).toContain(
      '    "State" : "active",\n    "NotBeforeDeadline" : "01 Feb 2019 00:00:00 GMT"\n  }\n]',
    );
  });
});
