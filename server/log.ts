import { pino, type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

export type Log = Logger;

/** Creates the logger. Callers pass it no secrets and no user-data. */
export function createLog(config: Pick<Config, 'LOG_LEVEL' | 'LOG_FORMAT' | 'WEB_CONCURRENCY'>): Log {
  const options = { level: config.LOG_LEVEL, base: undefined };
  return config.LOG_FORMAT === 'pretty'
    ? pino(options, pretty({ ignore: 'pid,hostname' }))
    : pino(options, gathered(config.WEB_CONCURRENCY > 1 ? sharedBatchBytes : batch.maxBytes));
}

/** The maximum size of a batch of lines in bytes, and the time its first line waits for others, in milliseconds. */
const batch = { maxBytes: 32 * 1024, maxWaitMs: 100 };

/**
 * The maximum size of a batch where several processes write to one pipe: up to this size, Linux never mixes it with those
 * of others (PIPE_BUF). Only a longer line may be.
 */
const sharedBatchBytes = 4096;

/** The maximum that may wait to be written, in bytes; further lines are dropped. */
const maxQueuedBytes = 4 * 1024 * 1024;

/** The maximum number of bytes that UTF-8 needs for a character of a string. */
const maxBytesPerCharacter = 3;

/**
 * Batches lines as bytes, which another thread writes: a slow reader or a full disk loses lines, but delays no
 * request.
 */
function gathered(maxBytes: number): DestinationStream {
  const destination = pino.destination({
    dest: 1,
    sync: false,
    maxLength: maxQueuedBytes,
    maxWrite: maxBytes, // it would join batches that wait
    contentMode: 'buffer',
  });
  destination.on('error', () => {}); // the next lines are tried anyway
  const send = (bytes: Buffer) => destination.write(bytes as unknown as string); // its types allow strings only
  let block = Buffer.allocUnsafeSlow(maxBytes);
  let used = 0;
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (used === 0) return;
    send(block.subarray(0, used));
    block = Buffer.allocUnsafeSlow(maxBytes);
    used = 0;
  };
  process.on('exit', () => {
    write();
    destination.flushSync();
  });
  return {
    write(line) {
      const maxLineBytes = line.length * maxBytesPerCharacter;
      if (used + maxLineBytes > maxBytes) write();
      if (maxLineBytes > maxBytes) return void send(Buffer.from(line));
      used += block.write(line, used);
      timer ??= setTimeout(write, batch.maxWaitMs).unref();
    },
  };
}

/**
 * Writes a line of JSON as it is. Formatting by pino would cost as much as all other work of an answer from memory, so
 * the code that logs each of those formats the line itself.
 */
export function writeLine(log: Log, line: string): void {
  (log as unknown as { [pino.symbols.streamSym]: DestinationStream })[pino.symbols.streamSym].write(line);
}
