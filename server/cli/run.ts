import { describeOutage } from '../database/describe-outage.ts';
import { exitCodes, Refusal, StartupError } from '../errors.ts';
import { exitCodeOf, exitCodeOfSystem } from '../exit-code.ts';

/** Runs a command; a failure is reported on standard error, and its kind by the exit code. */
export async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${reasonOf(error as Error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

/** A sentence if the reason is known, else the stack trace. */
function reasonOf(error: Error): string {
  if (error instanceof StartupError || error instanceof Refusal) return error.message;
  if (error.name === 'ExitPromptError') return 'Nothing was done.';
  const isOfSystem = exitCodeOfSystem(error) !== exitCodes.failed;
  return describeOutage(error) ?? (isOfSystem ? error.message : (error.stack ?? error.message));
}
