/** The command `cloudmeta` as a process of its own. */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of this checkout. */
export const here = join(import.meta.dirname, '../../..');

/** The program of the built product in a checkout: the server, or the command. */
export const builtIn = (root: string, program: 'main.js' | 'cli/main.js'): string =>
  join(root, 'dist/server', program);

/** The exit code and the output of an ended process. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Returns the variables that a test gives, with defaults; of the machine's own variables only PATH. */
export const environmentOf = (given: Record<string, string>): NodeJS.ProcessEnv => ({
  NODE_ENV: 'production',
  PATH: process.env['PATH'] ?? '',
  LOG_FORMAT: 'json',
  ...given,
});

/** The checkout and the folder of a command: by default this checkout, and a folder without a `.env`. */
export interface CommandOptions {
  root?: string;
  cwd?: string;
}

/** Runs `cloudmeta` with these arguments to its end. */
export function cloudmeta(
  args: string[],
  environment: Record<string, string>,
  { root = here, cwd = tmpdir() }: CommandOptions = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const options = { env: environmentOf(environment), cwd };
    const child = execFile(
      process.execPath,
      [builtIn(root, 'cli/main.js'), ...args],
      options,
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
