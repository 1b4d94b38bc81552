import { setTimeout as pause } from 'node:timers/promises';
import { Unavailable } from '../errors.ts';

/** The longest wait for a lock of SQLite, shorter than an operation may take, and the time between two tries. */
const waits = { longestMs: 8_000, betweenMs: 10 };

/** Retries until no other process has locked the SQLite database. @throws Unavailable when one keeps it locked */
export async function onceUnlocked<Result>(act: () => Promise<Result>): Promise<Result> {
  const end = performance.now() + waits.longestMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (performance.now() > end)
        throw new Unavailable('Another process keeps the database locked.', { cause: error });
      await pause(waits.betweenMs * (0.5 + Math.random()));
    }
  }
}

function isLocked(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return (
    String(code).startsWith('SQLITE_BUSY') || (error instanceof Unavailable && !!cause && isLocked(cause))
  );
}
