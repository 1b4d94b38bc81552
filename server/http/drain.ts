import type { IncomingMessage } from 'node:http';

/** How much of a body that nobody wants is read all the same, for how long, and of how many requests at once. */
const limits = { maxBytes: 64 * 1024 * 1024, timeoutMs: 10_000, maxRequests: 16 };

let draining = 0;

/**
 * Reads and forgets the rest of a body that was answered already: to close a connection with unread bytes resets it, and
 * a client that sends everything before it reads would never see its answer. Beyond the limits the connection is ended.
 */
export function drain(request: IncomingMessage): void {
  if (draining >= limits.maxRequests) return void request.destroy();
  draining += 1;
  const timer = setTimeout(() => request.destroy(), limits.timeoutMs).unref();
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) request.destroy();
  });
  request.on('error', () => {}); // the client may go at any time
  request.once('close', () => {
    draining -= 1;
    clearTimeout(timer);
  });
  request.resume(); // it was piped somewhere, and was paused when that ended
}
