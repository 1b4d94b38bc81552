import type { IncomingMessage, ServerResponse } from 'node:http';

/** The most that is read of a body that nobody wants, in bytes and milliseconds. */
export interface UnwantedBodyLimits {
  maxBytes: number;
  timeoutMs: number;
}

const usualLimits: UnwantedBodyLimits = { maxBytes: 64 * 1024 * 1024, timeoutMs: 30_000 };

/** The most of such bodies at once: of one sender, who should not take that from the others, and in all. */
const maxDiscarding = { ofSender: 4, ofAll: 64 };

/** The life of a connection with unread bytes after its answer, in milliseconds: to close it resets it. */
const lastReadMs = 1000;

const reading = new Map<string | undefined, number>();
let readingOfAll = 0;

/** True for a request with a body. Of one that has none Node.js may never say that it ends. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>) =>
  'transfer-encoding' in headers || Number(headers['content-length'] ?? 0) > 0;

/**
 * Reads and forgets the rest of a body whose request is answered already. To close a connection with unread bytes resets
 * it, and a client that sends everything before it reads would never see its answer.
 * @param sender whose bodies are counted together; undefined where nobody has to be kept from the others
 * @returns whether all of it was read, and not more of it than the limits allow
 */
export async function readUnwanted(
  request: IncomingMessage,
  sender?: string,
  limits = usualLimits,
): Promise<boolean> {
  request.on('error', () => {}); // the client may go at any time
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
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) resolve(false);
  });
  request.once('close', () => resolve(request.complete));
  request.once('end', () => resolve(true));
  request.resume(); // it was piped somewhere, and was paused when that ended
  return promise.finally(() => clearTimeout(timer));
}

/**
 * Ends an answer whose headers and text are written, after the body of its request: Node.js may close a connection with
 * the end of an answer. One that is not read to its end gets the end of the answer all the same.
 */
export async function endAfterBody(
  request: IncomingMessage,
  response: ServerResponse,
  isRead: Promise<boolean> = readUnwanted(request),
): Promise<void> {
  if (!(await isRead)) closeLate(request, response);
  response.end();
}

/** Has the connection closed for the client at once, and given up after it had a moment to read. */
function closeLate(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  request.pause();
  socket.destroySoon = () => {
    socket.end();
    setTimeout(() => socket.destroy(), lastReadMs).unref();
  };
  response.once('finish', () => socket.destroySoon());
}
