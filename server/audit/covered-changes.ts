import { notShown } from '../database/not-shown.ts';
import type { AuditChange, AuditEntry } from './audit-entry.entity.ts';

/**
 * Fields in the history of a type that come of contents that only `user-data:read` shows: values, their sizes and sums.
 * (Entries of earlier releases have kind, size and sum as fields of their own.)
 */
const contents: Record<string, RegExp> = {
  UserData: /^(content|kind|size|sha256)$/,
  Instance: /^(customMetadata|userData)\./,
};

/** The changes of an entry for somebody who may not read contents: that something changed, and not to what. */
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
