import type { Dialect } from '../database/dialect.ts';
import { channel, everythingChanged, type Change } from './change.ts';

/**
 * The table of changes: one row for each transaction, or a few if it changed much, written by the transaction itself.
 * Its positions only grow and are never reused, even after rows are deleted.
 */
export const changeLogTable = 'change_log';

/** The maximum characters of a row: with its position it must fit a PostgreSQL notification of at most 7,999 bytes. */
const maxRowLength = 7_900;

/** The maximum records that one transaction names; with more, everything counts as changed. */
const maxIds = 10_000;

interface Statement {
  sql: string;
  parameters: unknown[];
}

/** Returns the statements by which a transaction publishes its change in the table; on PostgreSQL they also notify. */
export function changeStatements(dialect: Dialect, change: Change): Statement[] {
  const rows = rowsOf(change.ids.length > maxIds ? everythingChanged : change);
  return rows.map((row) => (dialect === 'sqlite' ? insertStatement(row) : notifyingStatement(row)));
}

/** Formats a change as the texts of as many rows as it needs. */
function rowsOf(change: Change): string[] {
  const { ids, findsMore, everything } = change;
  const text = JSON.stringify({ ids, findsMore, everything });
  if (text.length <= maxRowLength) return [text];
  const half = ids.length >> 1;
  return [ids.slice(0, half), ids.slice(half)].flatMap((part) => rowsOf({ ...change, ids: part }));
}

const insertStatement = (row: string): Statement => ({
  sql: `insert into ${changeLogTable} (at, change) values (?, ?)`,
  parameters: [Date.now(), row],
});

/** PostgreSQL delivers the notification if and when the transaction commits. It has the position and the change. */
const notifyingStatement = (row: string): Statement => ({
  sql: `with written as (insert into ${changeLogTable} (change) values (?) returning position)
    select pg_notify(?, '{"position":' || position || ',' || ?) from written`,
  parameters: [row, channel, row.slice(1)],
});
