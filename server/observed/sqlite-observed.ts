import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Log } from '../log.ts';
import type { ObservedEntry } from './last-request.ts';
import { sqliteSuffixes } from './observed-file.ts';
import { latestAt } from './merge-requests.ts';
import { entryOf, jsonOfRows, type ObservedRow } from './observed-rows.ts';
import { columns, type ObservedStore } from './observed-store.ts';

/** The maximum wait for another server on the same file, whose writes take a millisecond; it blocks the process. */
const lockTimeoutMs = 50;

/** The version of the table below; a file of another version is deleted. */
const schemaVersion = 1;

const schema = `create table last_request (
    instance_id text primary key, uuid text not null, since integer not null, at integer not null, address text,
    user_agent text, path text, status integer, with_token integer not null, uses_tokens integer not null,
    without_token text
  ) without rowid;
  pragma user_version = ${schemaVersion};`;

const each = (name: string) => `json_each.value ->> '${name}'`;
const updates = columns
  .split(', ')
  .slice(1)
  .map((column) => `${column} = excluded.${column}`);
const writeStatement = `insert into last_request (${columns})
  select ${columns.split(', ').map(each).join(', ')} from json_each(@rows) where true
  on conflict (instance_id) do update set ${updates.join(', ')} where excluded.at >= last_request.at or last_request.at > @latest`;
const chosen = 'where instance_id in (select value from json_each(@ids))';

/**
 * Observed data in a separate file beside the database, which can be deleted: if it is missing, broken or of another
 * version it is created anew. A commit survives the end of this process at once, and a system crash soon after.
 */
export class SqliteObserved implements ObservedStore {
  private opened: { database: Database.Database; file: number } | undefined;

  constructor(private readonly parts: { path: string; log: Log }) {}

  async read(ids: readonly string[]): Promise<ObservedEntry[]> {
    const statement = `select * from last_request ${chosen}`;
    const rows = this.use((database) => database.prepare(statement).all({ ids: JSON.stringify(ids) }));
    return (rows as ObservedRow[]).map(entryOf);
  }

  async write(entries: readonly ObservedEntry[], now: Date): Promise<void> {
    const rows = jsonOfRows(entries, (date) => date.getTime());
    const latest = latestAt(now).getTime();
    this.use((database) => database.prepare(writeStatement).run({ rows, latest }));
  }

  async remove(ids: readonly string[]): Promise<void> {
    const statement = `delete from last_request ${chosen}`;
    this.use((database) => database.prepare(statement).run({ ids: JSON.stringify(ids) }));
  }

  async close(): Promise<void> {
    this.opened?.database.close();
    this.opened = undefined;
  }

  /** Opens the file, or creates it, if that was not done yet. @throws if the folder does not allow it */
  open(): void {
    this.use(() => {});
  }

  private use<Result>(act: (database: Database.Database) => Result): Result {
    try {
      return act(this.database());
    } catch (error) {
      if (!isBroken(error)) throw error;
      this.parts.log.warn(
        `${this.parts.path} is broken (${(error as Error).message}): it is made anew, without what machines did before.`,
      );
      void this.close();
      this.removeFiles();
      return act(this.database());
    }
  }

  /** Opens the file anew if it was removed while it was open: what is written to a removed file is lost. */
  private database(): Database.Database {
    const { path, log } = this.parts;
    const file = statSync(path, { throwIfNoEntry: false })?.ino;
    if (this.opened && file === this.opened.file) return this.opened.database;
    void this.close();
    if (file === undefined) {
      this.removeFiles(); // a write-ahead log that is left over would be taken for that of the new file
      closeSync(openSync(path, 'a', 0o600));
      log.info(`${path} is made: what machines did is remembered there.`);
    }
    const database = new Database(path, { fileMustExist: true, timeout: lockTimeoutMs });
    try {
      prepare(database);
    } catch (error) {
      database.close();
      throw error;
    }
    this.opened = { database, file: statSync(path).ino };
    return database;
  }

  private removeFiles(): void {
    for (const suffix of sqliteSuffixes) rmSync(`${this.parts.path}${suffix}`, { force: true });
  }
}

function prepare(database: Database.Database): void {
  for (const pragma of ['journal_mode = wal', 'synchronous = normal', 'cache_size = -2000'])
    database.pragma(pragma);
  const found = database.pragma('quick_check(1)', { simple: true });
  if (found !== 'ok') throw new Broken(String(found));
  const version = database.pragma('user_version', { simple: true });
  if (version === 0) database.transaction(() => database.exec(schema)).immediate();
  else if (version !== schemaVersion) throw new Broken(`it is of version ${String(version)}`);
}

/** The contents of the file are not those that this version of the server understands. */
class Broken extends Error {}

const isBroken = (error: unknown) =>
  error instanceof Broken || /^SQLITE_(CORRUPT|NOTADB)/.test(String((error as { code?: unknown }).code));
