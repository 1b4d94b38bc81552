import type { IncomingMessage } from 'node:http';

/** How much of a body that nobody wants is read all the same, and of how many requests at once. */
const limits = { maxBytes: 16 * 1024 * 1024, maxRequests: 8 };

let draining = 0;

/**
 * Reads the rest of a body that was answered already, so that a client which sends all of it before it reads gets its
 * answer. Beyond the limits the connection is ended instead.
 */
export function drain(request: IncomingMessage): void {
  if (draining >= limits.maxRequests) return void request.socket.destroySoon();
  draining += 1;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) request.socket.destroySoon();
  });
  request.once('close', () => (draining -= 1));
}
