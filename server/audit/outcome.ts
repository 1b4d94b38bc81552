import type { BaseRecord } from '../database/record.ts';
import { AuditAction } from './audit-entry.entity.ts';

const outcomes = new WeakMap<BaseRecord, AuditAction>();

/** Remembers what a flush did to a record; what was made stays made, however often it is flushed. */
export function noteOutcome(record: BaseRecord, action: AuditAction): void {
  if (outcomes.get(record) !== AuditAction.CREATED) outcomes.set(record, action);
}

/** What the flushes of its unit of work did to a record; undefined when nothing was written. */
export const outcomeOf = (record: BaseRecord): AuditAction | undefined => outcomes.get(record);
