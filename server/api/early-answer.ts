import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasBody } from './request-body.ts';

/** How much is read of a body that nobody wants, and for how long. */
const drainLimits = { maxBytes: 64 * 1024 * 1024, timeoutMs: 10_000 };

/**
 * Answers a request, whether or not its body is there yet. The answer is written at once; its end, with which Node.js may
 * close the connection, waits for the end of the body: to close a connection with unread bytes resets it, and a client
 * that sends everything before it reads would never see the answer.
 */
export function answerEarly(request: IncomingMessage, response: ServerResponse, text: string): void {
  response.setHeader('Content-Length', Buffer.byteLength(text));
  if (request.complete || !hasBody(request)) return void response.end(text);
  response.write(text);
  drain(request);
  request.once('end', () => response.end());
}

/** Reads and forgets the rest of a request. One that is too long, or takes too long, loses its connection. */
function drain(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), drainLimits.timeoutMs).unref();
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > drainLimits.maxBytes) request.destroy();
  });
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  request.on('error', () => {}); // the client may go at any time
  request.resume();
}
