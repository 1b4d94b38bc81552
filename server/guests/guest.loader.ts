import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Reader } from '../database/reader.ts';
import { describeOutage } from '../database/describe-outage.ts';
import type { SigningKeyCache } from '../identity/signing-key.cache.ts';
import type { Log } from '../log.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import type { Encryption } from '../encryption.ts';
import type { GuestRow } from './guest-row.ts';
import { bytesOfRow, bytesOfView } from './guest-size.ts';
import { guestStatement } from './guest-statement.ts';
import { guestView, nextNotice, recordsOf, type ViewContext } from './guest-view.loader.ts';
import { CachedGuest } from './cached-guest.ts';

export interface LoaderParts {
  config: Pick<Config, 'METADATA_DOMAIN' | 'METADATA_PARTITION'>;
  reader: Reader;
  encryption: Encryption;
  signing: SigningKeyCache;
  clock: Clock;
  log: Log;
}

/** The minimum time between two log entries about queries that the database accepts but fails, in milliseconds. */
const reportIntervalMs = 60_000;

/** The maximum size of the rows of one query, in bytes; it is estimated from the rows of earlier queries. */
const maxBytesOfQuery = 32 * 1024 * 1024;

/** The maximum rows of the first query, while their size is not known yet. */
const maxFirstRows = 16;

/** The part of the largest average row size that is still expected after another query. */
const expectedSizeDecay = 0.9;

/** Loads any number of machines by one query. */
export class GuestLoader {
  private readonly statement: string;
  private reportedAt = Number.NEGATIVE_INFINITY;
  private expectedBytesOfRow = maxBytesOfQuery / maxFirstRows;
  private hasLoaded = false;
  /** Queries since the start, and those of them that failed. */
  readonly counts = { queries: 0, failedQueries: 0 };

  constructor(private readonly parts: LoaderParts) {
    this.statement = guestStatement(parts.reader.dialect);
  }

  /** The maximum names of the next query, so that its rows fit the maximum size. */
  get maxTogether(): number {
    return Math.max(1, Math.floor(maxBytesOfQuery / this.expectedBytesOfRow));
  }

  /** Loads the machines that have any of the names. @throws Unavailable */
  async load(names: string[]): Promise<{ rows: GuestRow[]; found: Map<string, CachedGuest> }> {
    const context = await this.viewContext();
    const rows = await this.rowsOf(names);
    return { rows, found: new Map(rows.map((row) => [row.name, cachedGuest(row, context)])) };
  }

  /** Loads the views of the machines with these record ids. @throws Unavailable */
  async views(ids: string[]): Promise<Map<string, GuestView>> {
    const context = await this.viewContext();
    const rows = await this.rowsOf(ids);
    return new Map(rows.map((row) => [row.name, guestView(row, context)]));
  }

  /** Makes the machines of rows that were loaded before. */
  async fromRows(rows: Iterable<GuestRow>): Promise<CachedGuest[]> {
    const context = await this.viewContext();
    return Array.from(rows, (row) => cachedGuest(row, context));
  }

  private async rowsOf(names: string[]): Promise<GuestRow[]> {
    this.counts.queries += 1;
    try {
      const rows = await this.parts.reader.rows<GuestRow>(this.statement, names);
      this.noteSize(rows);
      return rows;
    } catch (error) {
      this.counts.failedQueries += 1;
      const { cause } = error as Error;
      if (cause && !describeOutage(cause)) this.report(error as Error);
      throw error;
    }
  }

  private noteSize(rows: GuestRow[]): void {
    if (rows.length === 0) return;
    const average = rows.reduce((sum, row) => sum + bytesOfRow(row), 0) / rows.length;
    const before = this.hasLoaded ? this.expectedBytesOfRow : 0;
    this.hasLoaded = true;
    this.expectedBytesOfRow = Math.max(1, average, expectedSizeDecay * before);
  }

  private report(error: Error): void {
    if (performance.now() < this.reportedAt + reportIntervalMs) return;
    this.reportedAt = performance.now();
    this.parts.log.error({ err: error }, 'machines cannot be looked up');
  }

  private async viewContext(): Promise<ViewContext> {
    const { config, encryption, signing, clock } = this.parts;
    return { config, encryption, signer: await signing.signerNow(), now: clock() };
  }
}

function cachedGuest(row: GuestRow, context: ViewContext): CachedGuest {
  const view = guestView(row, context);
  return new CachedGuest({
    id: row.id,
    view,
    records: recordsOf(row),
    endsAt: nextNotice(row, context.now),
    bytes: bytesOfView(row),
  });
}
