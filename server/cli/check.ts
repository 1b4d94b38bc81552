import { readConfig, type Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import { describeConfig } from '../describe-config.ts';
import { openConfiguredDatabase } from './open-configured-database.ts';

/** Prints the effective configuration with its sources, secrets hidden, and whether the database answers. */
export async function check(): Promise<void> {
  const config = checkedConfig();
  const rows = describeConfig(config);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const { name, value, source } of rows)
    process.stdout.write(`${name.padEnd(width)}  ${value}  (${source})\n`);
  const orm = await openConfiguredDatabase(config);
  try {
    const pending = await orm.migrator.getPending();
    process.stdout.write(
      pending.length > 0
        ? `The database answers; ${pending.length} migrations are to be applied at the next start.\n`
        : 'The database answers and is up to date.\n',
    );
  } finally {
    await orm.close(true);
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
