import type { EntityManager } from '@mikro-orm/core';
import { migrate } from '../database/migrate.ts';
import { inTransaction } from '../database/transaction.ts';
import { readConfig } from '../config.ts';
import { openConfiguredDatabase, reportNewDatabase } from './open-configured-database.ts';

/** Runs a command in one transaction on the configured database, brought up to date first. */
export const withDatabase = <Result>(act: (em: EntityManager) => Promise<Result>): Promise<Result> =>
  withUpToDate((em) => inTransaction(em, () => act(em)));

/** The same for a command that manages its own transactions. */
export async function withUpToDate<Result>(act: (em: EntityManager) => Promise<Result>): Promise<Result> {
  const config = readConfig();
  reportNewDatabase(config);
  const orm = await openConfiguredDatabase(config);
  try {
    await migrate(orm);
    return await act(orm.em.fork());
  } finally {
    await orm.close(true);
  }
}
