import type { Log } from './log.ts';

/**
 * Closes parts one after another. One that takes longer than `slowMs` milliseconds is named in the log, and again once
 * it is closed.
 */
export async function closeInOrder(
  parts: Record<string, () => Promise<unknown>>,
  log: Log,
  slowMs = 5_000,
): Promise<void> {
  for (const [name, close] of Object.entries(parts)) {
    let isSlow = false;
    const timer = setTimeout(() => {
      isSlow = true;
      log.warn(`Stopping waits for ${name}.`);
    }, slowMs);
    await close();
    clearTimeout(timer);
    if (isSlow) log.info(`Stopping waits for ${name} no longer.`);
  }
}
