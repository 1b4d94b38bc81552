import type { Referable } from '../graphql/references.ts';
import { MaintenanceEvent } from './maintenance-event.entity.ts';

export const maintenanceEvents: Referable<MaintenanceEvent> = {
  entity: MaintenanceEvent,
  noun: 'maintenance event',
  names: [],
};
