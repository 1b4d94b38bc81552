import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorCode } from '../errors.ts';
import { burst, handOverCost, refillPerSecond } from '../imds/rate-limiter.ts';
import { linkOf } from '../addresses/link-of.ts';
import { endAfterBody, readUnwanted } from '../unwanted-body.ts';
import { waitingPage } from '../waiting-page.ts';
import type { Sender } from './hand-over-headers.ts';

/** The control plane was not reached, it broke off and the outcome is unknown, or a caller sends too many requests. */
export type Outage = 'not reached' | 'lost' | 'throttled';

interface Meaning {
  status: number;
  code: ErrorCode;
  /** The delay before a retry, in seconds. */
  retryAfterSeconds?: string;
  message: string;
}

const meanings: Record<Outage, Meaning> = {
  'not reached': {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    retryAfterSeconds: '1',
    message: 'GraphQL and the admin are starting. Nothing was done: try again in a moment.',
  },
  lost: {
    status: 502,
    code: 'SERVICE_UNAVAILABLE',
    message:
      'The server broke off before it answered. Whether a change was made is not known: look, or send an upsert again.',
  },
  throttled: {
    status: 429,
    code: 'RATE_LIMITED',
    retryAfterSeconds: '1',
    message: `Too many requests without a sign-in or a good token from this address: ${burst / handOverCost} at once and ${refillPerSecond / handOverCost} a second are answered.`,
  },
};

/**
 * Answers in place of a control plane that is away: a page for a browser, else a GraphQL error. The body of the request
 * may still be under way.
 */
export function sendOutage(
  handed: { request: IncomingMessage; response: ServerResponse; sender: Sender },
  outage: Outage,
): void {
  const { request, response, sender } = handed;
  const { status, code, retryAfterSeconds, message } = meanings[outage];
  const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
  const { requestId } = sender;
  const body = isPage
    ? waitingPage(message)
    : JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] });
  response.writeHead(status, {
    'Content-Type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': retryAfterSeconds }),
  });
  if (request.method !== 'HEAD') response.write(body);
  request.unpipe();
  void endAfterBody(request, response, readUnwanted(request, linkOf(sender.address ?? '')));
}
