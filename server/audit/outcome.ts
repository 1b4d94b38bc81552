import type { BaseRecord } from '../database/record.ts';
import { AuditAction } from './audit-entry.entity.ts';

const outcomes = new WeakMap<BaseRecord, AuditAction>();

/** Stores the action of a flush on a record; a created record stays CREATED if it is flushed again. */
export function noteOutcome(record: BaseRecord, action: AuditAction): void {
  if (outcomes.get(record) !== AuditAction.CREATED) outcomes.set(record, action);
}

/** The action of the flushes of its unit of work on a record; undefined if nothing was written. */
export const outcomeOf = (record: BaseRecord): AuditAction | undefined => outcomes.get(record);
