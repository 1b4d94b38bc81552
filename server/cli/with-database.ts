import type { EntityManager } from '@mikro-orm/core';
import { ormParts } from '../entities.ts';
import { readConfig } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import { openDatabase } from '../database/orm.ts';
import { inTransaction } from '../database/transaction.ts';

/** Runs a command in one transaction on the configured database, brought up to date first. */
export async function withDatabase<Result>(act: (em: EntityManager) => Promise<Result>): Promise<Result> {
  const orm = await openDatabase(readConfig().DATABASE_URL, ormParts);
  try {
    await migrate(orm);
    const em = orm.em.fork();
    return await inTransaction(em, () => act(em));
  } finally {
    await orm.close(true);
  }
}
