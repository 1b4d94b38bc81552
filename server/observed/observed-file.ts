import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sqliteFile } from '../database/dialect.ts';

/** The suffixes of a database file and of the files that SQLite keeps beside it. */
export const sqliteSuffixes = ['', '-wal', '-shm', '-journal'];

/**
 * Returns the file of observed data, beside the file of an SQLite database: `observed.db` for `cloudmeta.db`, and with
 * the name of the database as a prefix for others, since a folder may have several.
 */
export function observedFileOf(databaseUrl: string): string {
  const file = realPathOf(sqliteFile(databaseUrl));
  const name = basename(file).replace(/\.db$/, '');
  return join(dirname(file), name === 'cloudmeta' ? 'observed.db' : `${name}-observed.db`);
}

/** Resolves the symbolic links of a path; returns the path itself if there is no file yet. */
export function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
