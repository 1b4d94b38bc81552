import { changeLogTable } from './change-log.ts';
import {
  changesTogether,
  everythingChanged,
  isAnyChange,
  readChange,
  type Change,
  type ChangeListener,
} from './change.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { SqliteReader } from '../database/sqlite-reader.ts';

/** The maximum rows and characters that are read of missed changes; with more, everything counts as changed. */
const limits = { maxRows: 2000, maxLength: 512 * 1024 };

/** The last position that was ever assigned, even if its row has been deleted since. */
const newestStatement = `select coalesce(max(seq), 0) as position from sqlite_sequence where name = '${changeLogTable}'`;
const rowStatement = `select at || ' ' || change as row from ${changeLogTable} where position = json_extract(@names, '$[0]') + 0`;
const between = `from ${changeLogTable} where position > json_extract(@names, '$[0]') + 0
  and position <= json_extract(@names, '$[1]') + 0`;
const sizeStatement = `select count(*) as found, coalesce(sum(length(change)), 0) as length ${between}`;
const rowsStatement = `select change ${between} order by position`;

/** The minimum time between two looks, in milliseconds: a look costs a tenth of an answer. */
const minIntervalMs = 5;

/**
 * An SQLite connection can see within microseconds that another one has committed. The changes are then read from the
 * table of changes. It looks when `check` is called.
 */
export class SqliteChanges implements ChangeFeed {
  isLive = false;
  private version = 0;
  private position = 0;
  /** The row at that position. A different row there means a different history: a backup was put in place. */
  private row: string | undefined;
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
    if (now - this.lookedAt < minIntervalMs) return;
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
      this.report();
    } catch {
      this.isLive = false;
    }
  }

  private report(): void {
    const [newest] = this.reader.rowsNow<{ position: number }>(newestStatement);
    const isSameHistory = this.isLive && this.row === this.rowAt(this.position);
    const missed = isSameHistory ? this.changesUpTo(newest!.position) : undefined;
    this.position = newest!.position;
    this.row = this.rowAt(this.position);
    this.isLive = true;
    const change = missed ?? everythingChanged;
    if (isAnyChange(change)) this.listener(change);
  }

  private rowAt(position: number): string | undefined {
    return this.reader.rowsNow<{ row: string }>(rowStatement, [String(position)])[0]?.row;
  }

  /** Returns the changes written after the last look; undefined if that is not known, or if there are too many. */
  private changesUpTo(newest: number): Change | undefined {
    const expected = newest - this.position; // positions have no gaps, so a missing one was pruned
    if (expected === 0) return changesTogether([]);
    if (expected < 0 || expected > limits.maxRows) return undefined;
    const names = [String(this.position), String(newest)];
    const [size] = this.reader.rowsNow<{ found: number; length: number }>(sizeStatement, names);
    if (size!.found !== expected || size!.length > limits.maxLength) return undefined;
    const rows = this.reader.rowsNow<{ change: string }>(rowsStatement, names);
    return changesTogether(rows.map(({ change }) => readChange(change)));
  }
}
