import type { Dialect } from './dialect.ts';

/** Reads for the metadata service, on connections separate from the control plane's. */
export interface Reader {
  readonly dialect: Dialect;
  /**
   * Returns the rows of a statement, all as of one moment. It does not wait for writers, and not long for a database
   * that does not answer. `names` is the one parameter of the statement: `@names` as a JSON list in SQLite, `$1` as an
   * array in PostgreSQL.
   * @throws Unavailable
   */
  rows<Row>(statement: string, names?: readonly string[]): Promise<Row[]>;
  /** Notes a commit that every later read has to see, on a replica too. */
  noteCommit(): void;
  close(): Promise<void>;
}
