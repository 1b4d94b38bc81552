import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GuestAnswer } from '../guests/guest-answer.ts';
import { endAfterBody, hasBody, readUnwanted } from '../unwanted-body.ts';
import { peerName } from './caller-address.ts';

/** What a metadata request is answered, as far as it is no matter of course. */
export interface Reply {
  answer: GuestAnswer;
  /** The session token that came; undefined where it did not matter, or was wrong. */
  token?: 'good' | 'none';
  /** Granted by a token request, left of the token otherwise; in seconds. */
  ttl?: number;
  allow?: string;
  reason?: string;
  /** When to ask again, in seconds. */
  retryAfter?: number;
}

/** The most that is read of a body: there is nothing that a machine would have to send. */
const bodyLimits = { maxBytes: 1024 * 1024, timeoutMs: 1000 };

/**
 * Writes a reply with the headers of the EC2 metadata service, and no others.
 * @param lastModified of what does not say it itself
 */
export function sendReply(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { answer, ttl, allow, reason, retryAfter }: Reply,
  lastModified?: string,
): void {
  const { status, contentType, body, length } = answer;
  const headers: string[] = [];
  if (ttl !== undefined) headers.push('X-Aws-Ec2-Metadata-Token-Ttl-Seconds', String(ttl));
  if (allow !== undefined) headers.push('Allow', allow);
  if (retryAfter !== undefined) headers.push('Retry-After', String(retryAfter));
  headers.push('Content-Type', contentType, 'Accept-Ranges', 'none');
  const modified = answer.changedAt?.toUTCString() ?? lastModified;
  if (status === 200 && modified !== undefined) headers.push('Last-Modified', modified);
  headers.push('Content-Length', String(length), 'Server', 'EC2ws');
  // AWS closes after every answer; an SDK that leaves a refusal unread would keep its process until the idle limit
  const isWithSentBody = hasBody(request);
  if (status >= 400 || isWithSentBody) headers.push('Connection', 'close');
  if (reason === undefined) response.writeHead(status, headers);
  else response.writeHead(status, reason, headers);
  const isWithBody = request.method !== 'HEAD';
  if (isWithSentBody && !request.readableEnded) {
    if (isWithBody) response.write(body);
    else response.flushHeaders();
    void endAfterBody(request, response, readUnwanted(request, peerName(request.socket), bodyLimits));
  } else if (!isWithBody) response.end();
  else if (typeof body === 'string' && body.length === length) response.end(body, 'latin1');
  else response.end(body);
}
