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

/** How many bytes are written together, and how long the first of them waits for others, in milliseconds. */
const limits = { together: 32 * 1024, wait: 100 };

/** What may wait to be written, in bytes. */
const maxLength = 4 * 1024 * 1024;

/** Bytes that UTF-8 has for a character of a string, at the most. */
const widest = 3;

/**
 * Lines are gathered as bytes, and written by another thread: who reads them slowly, or a disk that is full, costs lines
 * and holds up nobody.
 */
function gathered(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: false, maxLength, contentMode: 'buffer' });
  destination.on('error', () => {}); // the next lines are tried again
  const hand = (bytes: Buffer) => destination.write(bytes as unknown as string); // its types know texts alone
  let block = Buffer.allocUnsafeSlow(limits.together);
  let used = 0;
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (used === 0) return;
    hand(block.subarray(0, used));
    block = Buffer.allocUnsafeSlow(limits.together);
    used = 0;
  };
  process.on('exit', () => {
    write();
    destination.flushSync();
  });
  return {
    write(line) {
      const room = line.length * widest;
      if (used + room > limits.together) write();
      if (room > limits.together) return void hand(Buffer.from(line));
      used += block.write(line, used);
      timer ??= setTimeout(write, limits.wait).unref();
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
