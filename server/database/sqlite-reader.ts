import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Unavailable } from '../errors.ts';
import { sqliteFile } from './dialect.ts';
import type { Reader } from './reader.ts';

/** A connection of its own to the file: a transaction that writes does not hold it up, and shows only once committed. */
export class SqliteReader implements Reader {
  readonly dialect = 'sqlite';
  private database: Database.Database | undefined;
  private readonly statements = new Map<string, Database.Statement>();
  private versionStatement: Database.Statement | undefined;

  constructor(private readonly databaseUrl: string) {}

  async rows<Row>(statement: string, names: readonly string[] = []): Promise<Row[]> {
    return this.rowsNow(statement, names);
  }

  /** The same at once, as SQLite answers. */
  rowsNow<Row>(statement: string, names: readonly string[] = []): Row[] {
    try {
      return this.prepared(statement).all({ names: JSON.stringify(names) }) as Row[];
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  noteCommit(): void {} // there is one file, and every read sees it as it is

  /** Another number whenever somebody else has committed; it costs a microsecond or two. @throws Unavailable */
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

  /** The file is made by whoever migrates it, not by a look at it. */
  private open(): Database.Database {
    if (this.database) return this.database;
    const file = sqliteFile(this.databaseUrl);
    if (!existsSync(file)) throw new Error(`there is no file ${file}`);
    this.database = new Database(file, { fileMustExist: true, timeout: 0 });
    this.database.pragma('query_only = on');
    return this.database;
  }
}

const asUnavailable = (error: unknown) =>
  new Unavailable(`SQLite: ${(error as Error).message}`, { cause: error });
