import { setTimeout as pause } from 'node:timers/promises';

/** The longest wait for another process, in milliseconds: it may be starting on a busy machine. */
const defaultTimeoutMs = 30_000;

/** Asks again and again until what was asked for is so: each time really, and never by the clock alone. */
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
      await pause(10); // who is asked has a moment for what is waited for
    }
  }
}
