import { readConfig } from '../config.ts';
import { openDatabase, type Orm } from '../database/orm.ts';
import { ormParts } from '../entities.ts';
import { keepFilesPrivate } from '../private-files.ts';

const say = (message: string) => void process.stderr.write(`${message}\n`);

/** Opens the configured database for a command; the files that the command writes are private. @throws StartupError */
export function openConfiguredDatabase(config = readConfig()): Promise<Orm> {
  keepFilesPrivate(config, { info: say, warn: say });
  return openDatabase(config.DATABASE_URL, ormParts);
}
