import { changeOf, everythingChanged, type ChangedSubject, type ChangeListener } from './change.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { SqliteReader } from './sqlite-reader.ts';

/** The most subjects that are looked at one by one; of more, everything counts as changed. */
const mostSubjects = 2000;

const position = 'select coalesce(max(rowid), 0) as position from audit_entry';
const later = `select rowid as position, action, subject_type as "subjectType", subject_id as "subjectId"
  from audit_entry where rowid > json_extract(@names, '$[0]') + 0 order by rowid
  limit ${mostSubjects + 1}`;

/** How long there is no further look after one, in milliseconds: it costs a tenth of an answer. */
const atMostEvery = 5;

/**
 * SQLite tells every connection in microseconds whether another one has committed. What it was, the history says. It is
 * looked at when somebody asks.
 */
export class SqliteChanges implements ChangeFeed {
  isLive = false;
  private version = 0;
  private position = 0;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly reader: SqliteReader,
    private readonly listener: ChangeListener,
  ) {}

  async start(): Promise<void> {
    this.look();
  }

  check(): void {
    const now = performance.now();
    if (now - this.lookedAt < atMostEvery) return;
    this.lookedAt = now;
    this.look();
  }

  async close(): Promise<void> {
    this.isLive = false;
  }

  private look(): void {
    try {
      const version = this.reader.version();
      if (this.isLive && version === this.version) return;
      this.version = version;
      this.hear();
    } catch {
      this.isLive = false;
    }
  }

  private hear(): void {
    const [last] = this.reader.rowsNow<{ position: number }>(position);
    const heardOfAll = this.isLive && last!.position >= this.position;
    const subjects = heardOfAll
      ? this.reader.rowsNow<ChangedSubject>(later, [String(this.position)])
      : undefined;
    this.position = last!.position;
    this.isLive = true;
    const change = subjects && subjects.length <= mostSubjects ? changeOf(subjects) : everythingChanged;
    if (change) this.listener(change);
  }
}
