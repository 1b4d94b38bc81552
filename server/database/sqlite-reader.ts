import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Unavailable } from '../errors.ts';
import { sqliteCacheKib, sqliteFile } from './dialect.ts';
import type { Reader } from './reader.ts';

/** Reads on its own connection to the file: it does not wait for writing transactions and sees only committed ones. */
export class SqliteReader implements Reader {
  readonly dialect = 'sqlite';
  private database: Database.Database | undefined;
  private readonly statements = new Map<string, Database.Statement>();
  private versionStatement: Database.Statement | undefined;

  constructor(private readonly databaseUrl: string) {}

  async rows<Row>(statement: string, names: readonly string[] = []): Promise<Row[]> {
    return this.rowsNow(statement, names);
  }

  /** The same as `rows`, synchronously. */
  rowsNow<Row>(statement: string, names: readonly string[] = []): Row[] {
    try {
      return this.prepared(statement).all({ names: JSON.stringify(names) }) as Row[];
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  noteCommit(): void {} // every read sees the file as it is

  /** A number that changes when another connection commits; it costs 1 to 2 microseconds. @throws Unavailable */
  version(): number {
    try {
      this.versionStatement ??= this.open().prepare('pragma data_version').pluck();
      return this.versionStatement.get() as number;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async close(): Promise<void> {
    this.statements.clear();
    this.database?.close();
  }

  private prepared(statement: string): Database.Statement {
    const known = this.statements.get(statement);
    if (known) return known;
    const made = this.open().prepare(statement);
    this.statements.set(statement, made);
    return made;
  }

  /** Never creates the file: migrating does. */
  private open(): Database.Database {
    if (this.database) return this.database;
    const file = sqliteFile(this.databaseUrl);
    if (!existsSync(file)) throw new Error(`there is no file ${file}`);
    const database = new Database(file, { fileMustExist: true, timeout: 0 });
    try {
      for (const pragma of ['query_only = on', `cache_size = -${sqliteCacheKib}`]) database.pragma(pragma);
    } catch (error) {
      database.close(); // locked: the next call opens another one
      throw error;
    }
    this.database = database;
    return database;
  }
}

const asUnavailable = (error: unknown) =>
  new Unavailable(`SQLite: ${(error as Error).message}`, { cause: error });
