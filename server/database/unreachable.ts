import { withoutPassword } from '../config.ts';
import { exitCodes, StartupError } from '../errors.ts';

/** Makes the error for a database that cannot be used, with advice. */
export function unreachable(url: string, error: Error & { code?: string }): StartupError {
  const reason = error.message.split('\n')[0]?.trim() || error.code || 'no answer';
  const advice = 'Start it, or correct DATABASE_URL.';
  return new StartupError(`The database ${withoutPassword(url)} cannot be reached (${reason}). ${advice}`, {
    exitCode: exitCodes.unreachable,
    cause: error,
  });
}
