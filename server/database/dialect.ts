export type Dialect = 'sqlite' | 'postgresql';

export const dialectOf = (databaseUrl: string): Dialect =>
  databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgresql';

/** The file of an SQLite database; `:memory:` has none. */
export const sqliteFile = (databaseUrl: string) => databaseUrl.slice('sqlite:'.length).replace(/^\/\//, '');

/** The page cache of a connection to SQLite, in KiB; the default of this build is 16 MiB for each. */
export const sqliteCacheKib = 2_000;
