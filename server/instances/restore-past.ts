import type { EntityManager } from '@mikro-orm/core';
import type { ArchivedDocument } from '../archive/archived-document.ts';
import { assignRow, type Properties } from '../database/plain-rows.ts';
import { MaintenanceEvent, type PlannedMaintenance } from '../events/maintenance-event.entity.ts';
import type { Instance } from './instance.entity.ts';

/** Restores those values of a machine that cannot conflict with other machines: its facts, ids, times and events. */
export function restorePast(em: EntityManager, instance: Instance, { spec, status }: ArchivedDocument): void {
  const { identity } = status;
  const { externalId: _, ...facts } = spec; // it is unique and already checked
  assignRow(em, instance, facts);
  Object.assign(instance, {
    id: identity.id,
    createdAt: new Date(identity.createdAt),
    launchedAt: new Date(identity.launchedAt!),
  });
  restoreInterfaceIds(instance, { spec, identity });
  for (const row of spec.maintenanceEvents as Properties[]) {
    const event = new MaintenanceEvent(instance, row as unknown as PlannedMaintenance);
    assignRow(em, event, row);
    instance.maintenanceEvents.add(event);
  }
  const own = identity.ownUserData;
  if (own && instance.userData?.name === null)
    Object.assign(instance.userData, {
      id: own.id,
      createdAt: new Date(own.createdAt),
    });
}

/** Interfaces are matched by their device. */
function restoreInterfaceIds(
  instance: Instance,
  { spec, identity }: { spec: Properties; identity: ArchivedDocument['status']['identity'] },
): void {
  for (const [index, row] of (spec.interfaces as Properties[]).entries()) {
    const one = [...instance.interfaces].find(
      ({ deviceNumber, networkCard }) =>
        deviceNumber === row.deviceNumber && networkCard === (row.networkCard ?? null),
    );
    if (one) one.id = identity.interfaces![index]!.id;
  }
}
