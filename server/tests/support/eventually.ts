import { setTimeout as pause } from 'node:timers/promises';

/** The longest wait for another process, in milliseconds: it may be starting on a busy machine. */
const defaultTimeoutMs = 30_000;

/** Calls `ask`, at least once, until it does not throw. @throws its last error once the timeout has passed */
export async function eventually<Result>(
  ask: () => Promise<Result>,
  timeoutMs = defaultTimeoutMs,
): Promise<Result> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(10); // gives the other process time
    }
  }
}
