import { graphql } from '../generated';
import type { AuditEntryFragment } from '../generated/graphql';
import { sizeText } from '../parts/bytes';
import { DiffView } from '../parts/diff-view';
import { When } from '../parts/when';
import classes from './audit-entry.module.css';
import { actionWords, actorKindWords } from './audit-words';

export const AuditEntryFields = graphql(`
  fragment AuditEntry on AuditEntry {
    id
    at
    actorKind
    actorName
    action
    subjectType
    subjectId
    subjectName
    requestId
    changes {
      field
      before
      after
    }
  }
`);

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isContent(value))
    return `${value.kind}, ${sizeText(value.size)}, SHA-256 ${value.sha256.slice(0, 12)}…`;
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

interface Content {
  sha256: string;
  size: number;
  kind: string;
}

/** True for user-data and custom metadata: the history has their hash, size and kind, but no bytes. */
const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && 'sha256' in value && 'size' in value;

export function AuditEntryView({ entry }: { entry: AuditEntryFragment }) {
  return (
    <article className={classes.entry}>
      <header className={classes.head}>
        <strong>{entry.actorName}</strong>
        <span>{actionWords[entry.action]} it</span>
        <When at={entry.at} />
        <span className="muted">by {actorKindWords[entry.actorKind]}</span>
        {entry.requestId && <span className="mono muted">{entry.requestId}</span>}
      </header>
      <div className={classes.changes}>
        {entry.changes.map((change, place) => (
          <Change key={`${place} ${change.field}`} {...change} />
        ))}
      </div>
    </article>
  );
}

function Change({ field, before, after }: AuditEntryFragment['changes'][number]) {
  const [old, now] = [textOf(before), textOf(after)];
  const long = old.includes('\n') || now.includes('\n') || old.length + now.length > 160;
  if (long) {
    return (
      <div className={classes.long}>
        <span className={classes.field}>{field}</span>
        <DiffView before={old} after={now} label={`Change of ${field}`} />
      </div>
    );
  }
  return (
    <div className={classes.change}>
      <span className={classes.field}>{field}</span>
      <span className={classes.values}>
        {old && <del>{old}</del>}
        {now && <ins>{now}</ins>}
        {!old && !now && <span className="muted">–</span>}
      </span>
    </div>
  );
}
