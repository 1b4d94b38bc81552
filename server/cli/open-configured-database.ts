import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { dialectOf, sqliteFile } from '../database/dialect.ts';
import { openDatabase, type Orm } from '../database/orm.ts';
import { ormParts } from '../entities.ts';
import { keepFilesPrivate } from '../private-files.ts';

const say = (message: string) => void process.stderr.write(`${message}\n`);

/** Opens the configured database for a command; the files that the command writes are private. @throws StartupError */
export function openConfiguredDatabase(config = readConfig()): Promise<Orm> {
  keepFilesPrivate(config, { info: say, warn: say });
  return openDatabase(config.DATABASE_URL, ormParts);
}

/** Names a database file that a command is about to create: the command may have been called in the wrong folder. */
export function reportNewDatabase(config: Pick<Config, 'DATABASE_URL'>): void {
  const file = missingFileOf(config);
  if (file !== undefined) say(`There is no database at ${file}: this makes a new one.`);
}

/** The SQLite file of the configuration where it does not exist yet. */
export function missingFileOf({ DATABASE_URL: url }: Pick<Config, 'DATABASE_URL'>): string | undefined {
  if (dialectOf(url) !== 'sqlite') return undefined;
  const file = sqliteFile(url);
  return file === ':memory:' || existsSync(file) ? undefined : resolve(file);
}
