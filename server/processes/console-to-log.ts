import { format } from 'node:util';
import type { Log } from '../log.ts';

/** The longest text that is kept, in characters, and the most lines in a window of time. */
const limits = { maxLength: 1000, maxLines: 20, windowMs: 5000 };

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

/**
 * Takes what is said on the console into the log, as lines like all others. Nothing of ours speaks there, but libraries
 * do: what they say may have a text of a caller in it, and be said as often as a caller likes.
 */
export function takeConsole(
  log: Log,
  console: Pick<Console, keyof typeof levels> = globalThis.console,
): void {
  let lines = 0;
  const begin = () => {
    const left = lines - limits.maxLines;
    lines = 0;
    if (left > 0) log.warn(`on the console: ${left} more lines in ${limits.windowMs / 1000} s`);
  };
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, 'info'][])
    console[method] = (...said: unknown[]) => {
      if (lines === 0) setTimeout(begin, limits.windowMs).unref();
      lines += 1;
      if (lines <= limits.maxLines) log[level]({ said: textOf(said) }, 'said on the console');
    };
}

const textOf = (said: unknown[]) => format(...said).slice(0, limits.maxLength);
