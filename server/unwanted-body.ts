import type { IncomingMessage, ServerResponse } from 'node:http';

/** The limits for reading a body that is discarded, in bytes and milliseconds. */
export interface UnwantedBodyLimits {
  maxBytes: number;
  timeoutMs: number;
}

/** For a sender who has no reason to send a body at all. */
export const shortBodyLimits: UnwantedBodyLimits = { maxBytes: 1024 * 1024, timeoutMs: 1000 };

const usualLimits: UnwantedBodyLimits = { maxBytes: 64 * 1024 * 1024, timeoutMs: 30_000 };

/** The maximum number of such bodies at once: of one sender, so that it does not block the others, and in all. */
const maxDiscarding = { ofSender: 4, ofAll: 64 };

/** The maximum rate of all such bodies together, in bytes a millisecond: faster reading would delay machines. */
const maxBytesPerMs = 32 * 1024;

const reading = new Map<string | undefined, number>();
let readingOfAll = 0;
/** The time from which the next piece of any such body may be read, in milliseconds of the process's clock. */
let nextPieceAt = 0;

/** True for a request with a body. For one without, Node.js may never emit its end. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>) =>
  'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;

/**
 * Reads and discards the rest of a body whose request is answered already. Closing a connection with unread bytes
 * resets it, and a client that sends everything before it reads would never see its answer.
 * @param sender bodies are counted by sender; undefined if no limit by sender is needed
 * @returns true if all of it was read, within the limits
 */
export async function readUnwanted(
  request: IncomingMessage,
  sender?: string,
  limits = usualLimits,
): Promise<boolean> {
  request.on('error', () => {}); // the client may disconnect at any time
  if (request.complete || !hasBody(request)) {
    request.resume();
    return true;
  }
  const ofSender = reading.get(sender) ?? 0;
  const isTooMany = sender !== undefined && ofSender >= maxDiscarding.ofSender;
  if (isTooMany || readingOfAll >= maxDiscarding.ofAll) return false;
  readingOfAll += 1;
  reading.set(sender, ofSender + 1);
  const isRead = await readToEnd(request, limits);
  readingOfAll -= 1;
  const left = reading.get(sender)! - 1;
  if (left === 0) reading.delete(sender);
  else reading.set(sender, left);
  return isRead;
}

function readToEnd(request: IncomingMessage, { maxBytes, timeoutMs }: UnwantedBodyLimits): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, timeoutMs, false).unref();
  let pause: NodeJS.Timeout | undefined;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) resolve(false);
    if (request.complete) return;
    request.pause();
    pause = setTimeout(() => request.resume(), delayAfter(chunk.length)).unref();
  });
  request.once('close', () => resolve(request.complete));
  request.once('end', () => resolve(true));
  request.resume(); // the end of an earlier pipe has paused it
  return promise.finally(() => {
    clearTimeout(timer);
    clearTimeout(pause);
  });
}

/** Returns the milliseconds until a piece may follow one of this many bytes. */
function delayAfter(bytes: number): number {
  const now = performance.now();
  nextPieceAt = Math.max(nextPieceAt, now) + bytes / maxBytesPerMs;
  return nextPieceAt - now;
}

/**
 * Ends a response whose headers and text are written, after the body of its request: Node.js may close a connection
 * when a response ends. If the body is not read to its end, the response is ended all the same.
 */
export async function endAfterBody(
  request: IncomingMessage,
  response: ServerResponse,
  isRead: Promise<boolean> = readUnwanted(request),
): Promise<void> {
  if (!(await isRead)) request.pause();
  response.end();
}
