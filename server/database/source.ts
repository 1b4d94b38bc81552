import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { ChangeListener } from '../changes/change.ts';
import type { ChangeFeed } from '../changes/change-feed.ts';
import { dialectOf } from './dialect.ts';
import type { Reader } from './reader.ts';

/** The data source of the metadata service: reads of the database, and a feed of its changes. */
export interface Source {
  reader: Reader;
  feedFor(listener: ChangeListener): ChangeFeed;
}

/** Opens the source of the configured database; the other database's driver is not loaded. */
export async function openSource(
  config: Pick<Config, 'DATABASE_URL' | 'DATABASE_REPLICA_URLS'>,
  log: Log,
): Promise<Source> {
  const { DATABASE_URL: url, DATABASE_REPLICA_URLS: replicas } = config;
  if (dialectOf(url) === 'sqlite') {
    const { SqliteReader } = await import('./sqlite-reader.ts');
    const { SqliteChanges } = await import('../changes/sqlite-changes.ts');
    const reader = new SqliteReader(url);
    return { reader, feedFor: (listener) => new SqliteChanges(reader, listener) };
  }
  const { PostgresReader } = await import('./postgres-reader.ts');
  const { PostgresChanges } = await import('../changes/postgres-changes.ts');
  return {
    reader: new PostgresReader(url, replicas),
    feedFor: (listener) => new PostgresChanges({ connectionString: url, listener, log }),
  };
}
