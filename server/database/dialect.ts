export type Dialect = 'sqlite' | 'postgresql';

export const dialectOf = (databaseUrl: string): Dialect =>
  databaseUrl.startsWith('sqlite:') ? 'sqlite' : 'postgresql';

/** The file of an SQLite database; `:memory:` has none. */
export const sqliteFile = (databaseUrl: string) => databaseUrl.slice('sqlite:'.length).replace(/^\/\//, '');
