import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import { openSource } from '../database/source.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { describeConfig } from '../describe-config.ts';
import { createLog } from '../log.ts';
import { Encryption } from '../encryption.ts';
import { SecretCounts } from '../secrets/secret-counts.ts';
import { makeFilesPrivate, missingFileOf, openConfiguredDatabase } from './open-configured-database.ts';

/** Prints the effective configuration with its sources, secrets hidden, and whether the database answers. */
export async function check(): Promise<void> {
  const config = checkedConfig();
  const rows = describeConfig(config);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, source } of rows) say(`${name.padEnd(width)}  ${value}  (${source})`);
  const newFile = missingFileOf(config);
  if (newFile !== undefined) {
    makeFilesPrivate(config);
    expectWritable(newFile);
    return say(`There is no database at ${newFile} yet: the first start makes it.`);
  }
  const orm = await openConfiguredDatabase(config);
  try {
    const pending = await orm.migrator.getPending();
    say(
      pending.length > 0
        ? `The database answers; ${pending.length} migrations are to be applied at the next start.`
        : 'The database answers and is up to date.',
    );
    if (pending.length === 0) await checkSecrets(config);
  } finally {
    await orm.close(true);
  }
}

/** @throws StartupError where the first start could not make the file or its folder */
function expectWritable(file: string): void {
  let folder = dirname(file);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
  } catch (error) {
    throw new StartupError(`${file} cannot be made in ${folder}: ${(error as Error).message}.`, {
      exitCode: exitCodes.unreachable,
    });
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** @throws StartupError where there are secrets that no key of the configuration decrypts */
async function checkSecrets(config: Config): Promise<void> {
  const { reader } = await openSource(config, createLog(config));
  try {
    const encryption = new Encryption(config);
    const { unreadable } = await new SecretCounts({ reader, encryption }).count();
    if (unreadable > 0 && !encryption.isPersistent)
      throw new StartupError(
        `SECRET_KEY is not set, and ${unreadable} stored secrets need the one that encrypted them.`,
      );
    if (unreadable > 0)
      throw new StartupError(
        `SECRET_KEY does not decrypt ${unreadable} of the stored secrets: is it another one than before? Name the earlier one in SECRET_KEY_PREVIOUS; "cloudmeta secrets rotate" says which they are.`,
      );
  } finally {
    await reader.close();
  }
}

/** A wrong configuration is a finding of this command, not wrong usage: the exit code is that of a failed check. */
function checkedConfig(): Config {
  try {
    return readConfig();
  } catch (error) {
    throw error instanceof StartupError ? new StartupError(error.message) : error;
  }
}
