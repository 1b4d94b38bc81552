import { notShown } from '../database/not-shown.ts';
import type { AuditChange, AuditEntry } from './audit-entry.entity.ts';

/**
 * Fields in the history of a type with contents that only `user-data:read` shows: values, sizes and hashes. (Entries of
 * earlier releases have kind, size and hash as fields of their own.)
 */
const contents: Record<string, RegExp> = {
  UserData: /^(content|kind|size|sha256)$/,
  Instance: /^(customMetadata|userData)\./,
};

/** Returns the changes of an entry for a caller who may not read contents: their fields without their values. */
export function withoutContents({ subjectType, changes }: AuditEntry): AuditChange[] {
  const isContent = contents[subjectType];
  if (!isContent) return changes;
  return changes.map((change) => (isContent.test(change.field) ? covered(change) : change));
}

const covered = ({ field, before, after }: AuditChange): AuditChange => ({
  field,
  before: coveredValue(before),
  after: coveredValue(after),
});

const coveredValue = (value: unknown) => (value === null || value === undefined ? null : notShown);
