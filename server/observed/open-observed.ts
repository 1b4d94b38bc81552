import type { EntityManager } from '@mikro-orm/core';
import type { Config } from '../config.ts';
import { dialectOf } from '../database/dialect.ts';
import type { Log } from '../log.ts';
import { observedFileOf } from './observed-file.ts';
import type { ObservedStore } from './observed-store.ts';
import { PostgresObserved } from './postgres-observed.ts';
import { SqliteObserved } from './sqlite-observed.ts';

/** Opens the store of observed data. A file that cannot be opened does not prevent the start: it is retried later. */
export function openObserved(
  { DATABASE_URL: url }: Pick<Config, 'DATABASE_URL'>,
  { em, log }: { em: () => EntityManager; log: Log },
): ObservedStore {
  if (dialectOf(url) !== 'sqlite') return new PostgresObserved(em);
  const store = new SqliteObserved({ path: observedFileOf(url), log });
  try {
    store.open();
  } catch (error) {
    log.warn(`Observed data of machines cannot be kept yet: ${(error as Error).message}.`);
  }
  return store;
}
