import { format } from 'node:util';
import type { Log } from '../log.ts';

/** The maximum length of a text, in characters, and the maximum number of lines in a window of time. */
const limits = { maxLength: 1000, maxLines: 20, windowMs: 5000 };

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

/**
 * Redirects the console into the log, as lines like all others. Our own code does not use the console, but libraries
 * do: their lines may contain a caller's text, as often as the caller likes.
 */
export function takeConsole(
  log: Log,
  console: Pick<Console, keyof typeof levels> = globalThis.console,
): void {
  let lines = 0;
  const begin = () => {
    const dropped = lines - limits.maxLines;
    lines = 0;
    if (dropped > 0) log.warn(`on the console: ${dropped} more lines in ${limits.windowMs / 1000} s`);
  };
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, 'info'][])
    console[method] = (...said: unknown[]) => {
      if (lines === 0) setTimeout(begin, limits.windowMs).unref();
      lines += 1;
      if (lines <= limits.maxLines) log[level]({ said: textOf(said) }, 'said on the console');
    };
}

const textOf = (said: unknown[]) => format(...said).slice(0, limits.maxLength);
