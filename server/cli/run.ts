import { StartupError } from '../errors.ts';

/** Runs a command; what it cannot do is one line on standard error and exit code 1. */
export async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    const known = error instanceof StartupError || (error as Error).name === 'Refusal';
    process.stderr.write(`${known ? (error as Error).message : (error as Error).stack}\n`);
    process.exitCode = 1;
  }
}
