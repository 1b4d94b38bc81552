import type pg from 'pg';
import { changeLogTable } from './change-log.ts';
import { changesTogether, everythingChanged, readChange, type Change } from './change.ts';

/** The most rows that are read of what was missed; of more, everything counts as changed. */
const maxRows = 1000;

/** Positions that are remembered from one look to the next; others are heard of twice. */
const maxHeard = 10_000;

/** Rows are kept for a day: after half of it there may be some that nobody can read any more, in seconds. */
const longestGapSeconds = 43_200;

/** All that was committed up to one moment. */
interface Moment {
  /** As PostgreSQL writes a snapshot: which transactions it saw. */
  snapshot: string;
  /**
   * The time at which the server began, and the file of the table: another server, or one that was restored, counts its
   * transactions anew, and a table from a backup says nothing of what the backup makes different.
   */
  origin: string;
  /** By the clock of the server. */
  seconds: number;
}

/**
 * Positions are no order of commits: of two transactions the one with the lower position may commit later. What was
 * missed since an earlier moment are the rows whose transaction its snapshot did not see, whatever their position.
 */
const statement = `select txid_current_snapshot()::text as snapshot,
  pg_postmaster_start_time() || ' ' || pg_relation_filenode('${changeLogTable}'::regclass) as origin,
  extract(epoch from statement_timestamp())::float8 as seconds,
  array(select change from ${changeLogTable}
    where transaction_id >= txid_snapshot_xmin($1::text::txid_snapshot)
      and not txid_visible_in_snapshot(transaction_id, $1::text::txid_snapshot)
      and position <> all ($2::bigint[])
    order by position limit ${maxRows + 1}) as changes`;

/** Finds what PostgreSQL has committed and nobody was notified of, as while a connection was lost. */
export class MissedChanges {
  private last: Moment | undefined;
  /** Positions that were heard of since the last look. */
  private heard: number[] = [];

  /** Takes note of a notification, so that the next look leaves it out. */
  note(payload: string | undefined): void {
    const position = Number(/^\{"position":(\d+),/.exec(payload ?? '')?.[1] ?? Number.NaN);
    if (this.heard.length < maxHeard && Number.isSafeInteger(position)) this.heard.push(position);
  }

  /** Everything that was committed since the last look and not heard of; all there is at the first. */
  async look(client: pg.Client): Promise<Change> {
    const { last, heard } = this;
    this.heard = []; // what comes from here on may be too new for this look
    try {
      const { rows } = await client.query<Moment & { changes: string[] }>(statement, [
        last?.snapshot ?? null,
        heard,
      ]);
      const [{ changes, ...moment }] = rows as [Moment & { changes: string[] }];
      this.last = moment;
      const isAll = last !== undefined && isSoonAfter(last, moment) && changes.length <= maxRows;
      return isAll ? changesTogether(changes.map(readChange)) : everythingChanged;
    } catch (error) {
      this.heard = [...heard, ...this.heard].slice(0, maxHeard);
      throw error;
    }
  }
}

/** True where the later moment is of the same table of the same server, and nothing that was committed in between is pruned already. */
const isSoonAfter = (last: Moment, { origin, seconds }: Moment) =>
  origin === last.origin && Math.abs(seconds - last.seconds) < longestGapSeconds;
