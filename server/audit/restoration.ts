import type { BaseRecord } from '../database/record.ts';
import type { AuditChange } from './audit-entry.entity.ts';

const archivedIds = new WeakMap<BaseRecord, string>();

/** Has the history of a record that is about to be made say that it comes from the archive. */
export const noteRestored = (record: BaseRecord, archivedId: string) => archivedIds.set(record, archivedId);

/** The field of the history that says from which archived object a new record comes; none where it comes from none. */
export function restorationOf(record: BaseRecord): AuditChange[] {
  const archivedId = archivedIds.get(record);
  archivedIds.delete(record);
  return archivedId === undefined ? [] : [{ field: 'archived', before: archivedId, after: null }];
}
