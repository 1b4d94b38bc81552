import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrationsFolder } from '../installation.ts';
import type { Reader } from './reader.ts';

/** Error messages of the drivers for a database on which no migration has run yet. */
const neverMigrated = /^there is no file|no such table|relation "mikro_orm_migrations" does not exist/;

/** True if there are migrations that have not run on the database yet. @throws Unavailable */
export async function isOutdated(reader: Reader): Promise<boolean> {
  const had = new Set(await migrationsOf(reader));
  const files = readdirSync(join(migrationsFolder, reader.dialect));
  const names = files.flatMap((file) => /^(Migration\w+)\.[jt]s$/.exec(file)?.[1] ?? []);
  return names.some((name) => !had.has(name));
}

async function migrationsOf(reader: Reader): Promise<string[]> {
  try {
    const rows = await reader.rows<{ name: string }>('select name from mikro_orm_migrations');
    return rows.map(({ name }) => name);
  } catch (error) {
    const { message } = ((error as Error).cause ?? error) as Error;
    if (neverMigrated.test(message)) return [];
    throw error;
  }
}
