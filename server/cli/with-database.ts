import type { EntityManager } from '@mikro-orm/core';
import { migrate } from '../database/migrate.ts';
import { inTransaction } from '../database/transaction.ts';
import { readConfig } from '../config.ts';
import { usingDatabase } from './open-configured-database.ts';

/** Runs a command in one transaction on the configured database, brought up to date first. */
export const withDatabase = <Result>(act: (em: EntityManager) => Promise<Result>): Promise<Result> =>
  withUpToDate((em) => inTransaction(em, () => act(em)));

/** The same for a command that manages its own transactions. */
export const withUpToDate = <Result>(act: (em: EntityManager) => Promise<Result>): Promise<Result> =>
  usingDatabase(readConfig(), async (orm) => {
    await migrate(orm);
    return act(orm.em.fork());
  });
