import type { EntityManager } from '@mikro-orm/core';
import { migrate } from '../database/migrate.ts';
import { inTransaction } from '../database/transaction.ts';
import { openConfiguredDatabase } from './open-configured-database.ts';

/** Runs a command in one transaction on the configured database, brought up to date first. */
export async function withDatabase<Result>(act: (em: EntityManager) => Promise<Result>): Promise<Result> {
  const orm = await openConfiguredDatabase();
  try {
    await migrate(orm);
    const em = orm.em.fork();
    return await inTransaction(em, () => act(em));
  } finally {
    await orm.close(true);
  }
}
