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
  makeFilesPrivate(config);
  return openDatabase(config.DATABASE_URL, ormParts);
}

export const makeFilesPrivate = (config: Config): void => keepFilesPrivate(config, { info: say, warn: say });

/**
 * Does something with the configured database. If its file is a new one, a command that succeeds names it at its end on
 * standard error: it may have been called in the wrong folder.
 */
export async function usingDatabase<Result>(
  config: Config,
  act: (orm: Orm) => Promise<Result>,
): Promise<Result> {
  const newFile = missingFileOf(config);
  if (newFile !== undefined)
    process.once('exit', (code) => {
      if (code === 0) say(`There was no database at ${newFile}: this is a new one.`);
    });
  const orm = await openConfiguredDatabase(config);
  try {
    return await act(orm);
  } finally {
    await orm.close(true);
  }
}

/** The SQLite file of the configuration where it does not exist yet. */
export function missingFileOf({ DATABASE_URL: url }: Pick<Config, 'DATABASE_URL'>): string | undefined {
  if (dialectOf(url) !== 'sqlite') return undefined;
  const file = sqliteFile(url);
  return file === ':memory:' || existsSync(file) ? undefined : resolve(file);
}
