import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { dialectOf, sqliteFile } from '../database/dialect.ts';
import { openDatabase, type Orm } from '../database/orm.ts';
import { ormParts } from '../entities.ts';
import { keepFilesPrivate } from '../private-files.ts';

const say = (message: string) => void process.stderr.write(`${message}\n`);

/**
 * Opens the configured database for a command; the files that the command writes are private. A database file that the
 * command creates is named on standard error: it may have been called in the wrong folder.
 * @throws StartupError
 */
export async function openConfiguredDatabase(config = readConfig()): Promise<Orm> {
  const newFile = missingFileOf(config);
  keepFilesPrivate(config, { info: say, warn: say });
  const orm = await openDatabase(config.DATABASE_URL, ormParts);
  if (newFile !== undefined) say(`There was no database at ${newFile}: this is a new one.`);
  return orm;
}

/** The SQLite file of the configuration where it does not exist yet. */
export function missingFileOf({ DATABASE_URL: url }: Pick<Config, 'DATABASE_URL'>): string | undefined {
  if (dialectOf(url) !== 'sqlite') return undefined;
  const file = sqliteFile(url);
  return file === ':memory:' || existsSync(file) ? undefined : resolve(file);
}
