import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sqliteFile } from '../database/dialect.ts';

/** The endings of the files that SQLite keeps beside a database. */
export const sqliteSuffixes = ['', '-wal', '-shm', '-journal'];

/**
 * The file of what machines did, beside the file of an SQLite database: `observed.db` for `cloudmeta.db`, and with the
 * name of the database before it for another one, since a folder may have several.
 */
export function observedFileOf(databaseUrl: string): string {
  const file = realPathOf(sqliteFile(databaseUrl));
  const name = basename(file).replace(/\.db$/, '');
  return join(dirname(file), name === 'cloudmeta' ? 'observed.db' : `${name}-observed.db`);
}

/** The path of the file that a path leads to; the path itself where there is nothing yet. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
