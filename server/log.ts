import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

export type Log = Logger;

/** The one logger. What it is given holds no secret and no user-data. */
export function createLog(config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT'>): Log {
  const options = { level: config.LOG_LEVEL, base: undefined };
  return config.LOG_FORMAT === 'pretty'
    ? pino(options, pretty({ ignore: 'pid,hostname' }))
    : pino(options, gathered());
}

/** How many characters are written together, and how long the first of them waits for others, in milliseconds. */
const most = { together: 32 * 1024, wait: 100 };

/** What may wait to be written, in bytes. */
const maxLength = 4 * 1024 * 1024;

/**
 * Lines are gathered, and written by another thread: who reads them slowly, or a disk that is full, costs lines and
 * holds up nobody.
 */
function gathered(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: false, maxLength });
  destination.on('error', () => {}); // the next lines are tried again
  let lines = '';
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines !== '') destination.write(lines);
    lines = '';
  };
  process.on('exit', () => {
    write();
    destination.flushSync();
  });
  return {
    write(line) {
      lines += line;
      if (lines.length >= most.together) write();
      else timer ??= setTimeout(write, most.wait).unref();
    },
  };
}

/**
 * Writes a line of JSON as it is. To have pino make it costs as much as everything else about an answer from memory, so
 * whoever logs each of those makes the line himself.
 */
export function writeLine(log: Log, line: string): void {
  (log as unknown as { [pino.symbols.streamSym]: DestinationStream })[pino.symbols.streamSym].write(line);
}
