import type pg from 'pg';
import { changeLogTable } from './change-log.ts';
import { changesTogether, everythingChanged, readChange, type Change } from './change.ts';

/** The maximum rows that are read of missed changes; with more, everything counts as changed. */
const maxRows = 1000;

/** The maximum positions remembered from one look to the next; the changes at others are reported twice. */
const maxNotedPositions = 10_000;

/** The maximum time between two looks, in seconds: half of the day that rows are kept. Later, some may be pruned. */
const maxGapSeconds = 43_200;

/** Identifies everything that was committed up to one moment. */
interface Moment {
  /** The transactions that it saw, as PostgreSQL writes a snapshot. */
  snapshot: string;
  /**
   * The start time of the PostgreSQL server, and the file of the table: another server, or a restored one, restarts its
   * transaction numbers, and a table from a backup does not list what the restore changed.
   */
  origin: string;
  /** The time by the clock of the PostgreSQL server, since the epoch. */
  seconds: number;
}

/**
 * Positions are not in the order of commits: a transaction with a lower position may commit later. The changes missed
 * since an earlier moment are the rows whose transaction its snapshot did not see, at any position.
 */
const statement = `select txid_current_snapshot()::text as snapshot,
  pg_postmaster_start_time() || ' ' || pg_relation_filenode('${changeLogTable}'::regclass) as origin,
  extract(epoch from statement_timestamp())::float8 as seconds,
  array(select change from ${changeLogTable}
    where transaction_id >= txid_snapshot_xmin($1::text::txid_snapshot)
      and not txid_visible_in_snapshot(transaction_id, $1::text::txid_snapshot)
      and position <> all ($2::bigint[])
    order by position limit ${maxRows + 1}) as changes`;

/** Finds commits of PostgreSQL for which no notification arrived, such as those while a connection was lost. */
export class MissedChanges {
  private last: Moment | undefined;
  /** Positions for which a notification arrived since the last look. */
  private noted: number[] = [];

  /** Remembers a notification, so that the next look leaves it out. */
  note(payload: string | undefined): void {
    const position = Number(/^\{"position":(\d+),/.exec(payload ?? '')?.[1] ?? Number.NaN);
    if (this.noted.length < maxNotedPositions && Number.isSafeInteger(position)) this.noted.push(position);
  }

  /** Returns what was committed since the last look and not notified; everything at the first look. */
  async look(client: pg.Client): Promise<Change> {
    const { last, noted } = this;
    this.noted = []; // what arrives from here on may be too new for this look
    try {
      const { rows } = await client.query<Moment & { changes: string[] }>(statement, [
        last?.snapshot ?? null,
        noted,
      ]);
      const [{ changes, ...moment }] = rows as [Moment & { changes: string[] }];
      this.last = moment;
      const isAll = last !== undefined && isSoonAfter(last, moment) && changes.length <= maxRows;
      return isAll ? changesTogether(changes.map(readChange)) : everythingChanged;
    } catch (error) {
      this.noted = [...noted, ...this.noted].slice(0, maxNotedPositions);
      throw error;
    }
  }
}

/** True if the later moment is of the same table of the same server, and no row written in between is pruned yet. */
const isSoonAfter = (last: Moment, { origin, seconds }: Moment) =>
  origin === last.origin && Math.abs(seconds - last.seconds) < maxGapSeconds;
