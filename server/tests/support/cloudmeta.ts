/** The command `cloudmeta` as a process of its own. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of the built product. */
export const built = join(import.meta.dirname, '../../../dist/server');

/** The exit code and the output of an ended process. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Returns the variables that a test gives, with defaults; of the machine's own variables only PATH. */
export const environmentOf = (given: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env.PATH ?? '',
  LOG_FORMAT: 'json',
  ...given,
});

/** Runs `cloudmeta` with these arguments to its end; by default in a folder without a `.env`. */
export function cloudmeta(
  args: string[],
  environment: Record<string, string>,
  cwd = tmpdir(),
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: environmentOf(environment), cwd };
    const child = execFile(
      process.execPath,
      [join(built, 'cli/main.js'), ...args],
      options,
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
