import type { Dialect } from './dialect.ts';

/** Reads for machines, beside everything that people and scripts do with the database. */
export interface Reader {
  readonly dialect: Dialect;
  /**
   * The rows of a statement, all as of one moment. It waits for nobody who writes, and not long for a database that is
   * away. `names` is the one parameter of the statement: `@names` as a JSON list in SQLite, `$1` as an array in
   * PostgreSQL.
   * @throws Unavailable
   */
  rows<Row>(statement: string, names?: readonly string[]): Promise<Row[]>;
  /** Something was committed that a later read has to see, wherever it reads. */
  noteCommit(): void;
  close(): Promise<void>;
}
