import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GuestAnswer } from '../guests/guest-answer.ts';
import { endAfterBody, hasBody, readUnwanted, shortBodyLimits } from '../unwanted-body.ts';
import { peerName } from '../http/caller-address.ts';

/** The reply to a metadata request, with its optional details. */
export interface Reply {
  answer: GuestAnswer;
  /** The session token of the request; undefined if it did not matter, or was wrong. */
  token?: 'good' | 'none';
  /** The lifetime granted by a token request, or else what remains of the token's; in seconds. */
  ttlSeconds?: number;
  allow?: string;
  reason?: string;
  /** The delay before a retry, in seconds. */
  retryAfterSeconds?: number;
}

/**
 * Writes a reply with the headers of the EC2 metadata service, and no others.
 * @param lastModified for an answer that does not have its own
 */
export function sendReply(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { answer, ttlSeconds, allow, reason, retryAfterSeconds }: Reply,
  lastModified?: string,
): void {
  const { status, contentType, body, length } = answer;
  const headers: string[] = [];
  if (ttlSeconds !== undefined) headers.push('X-Aws-Ec2-Metadata-Token-Ttl-Seconds', String(ttlSeconds));
  if (allow !== undefined) headers.push('Allow', allow);
  if (retryAfterSeconds !== undefined) headers.push('Retry-After', String(retryAfterSeconds));
  headers.push('Content-Type', contentType, 'Accept-Ranges', 'none');
  const modified = answer.changedAt?.toUTCString() ?? lastModified;
  if (status === 200 && modified !== undefined) headers.push('Last-Modified', modified);
  headers.push('Content-Length', String(length), 'Server', 'EC2ws');
  // AWS closes after every answer; an SDK that leaves a refusal unread would not exit before the idle limit
  const isWithSentBody = hasBody(request);
  if (status >= 400 || isWithSentBody) headers.push('Connection', 'close');
  if (reason === undefined) response.writeHead(status, headers);
  else response.writeHead(status, reason, headers);
  const isWithBody = request.method !== 'HEAD';
  if (isWithSentBody && !request.readableEnded) {
    if (isWithBody) response.write(body);
    else response.flushHeaders();
    void endAfterBody(request, response, readUnwanted(request, peerName(request.socket), shortBodyLimits));
  } else if (!isWithBody) response.end();
  else if (typeof body === 'string' && body.length === length) response.end(body, 'latin1');
  else response.end(body);
}
