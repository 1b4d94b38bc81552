import { AuditEntry } from './audit-entry.entity.ts';
import type { Author } from './author.ts';

type Event = Pick<AuditEntry, 'action' | 'subjectType' | 'subjectId' | 'subjectName' | 'changes'>;

/** A line of the history: what an author did to an object. */
export const entryBy = ({ kind, id, name, requestId }: Author, event: Event): AuditEntry =>
  Object.assign(new AuditEntry(), { actorKind: kind, actorId: id, actorName: name, requestId, ...event });
