import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { GuestContext, GuestResolver } from '../guests/guest.resolver.ts';
import { empty, nothingThere, type MetadataAnswer } from '../guests/metadata-answer.ts';
import { maximumTtl, type SessionTokens } from '../guests/session-token.ts';
import type { Log } from '../log.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { segmentsOf } from '../metadata/path.ts';
import { callerAddress } from './caller-address.ts';
import { requestIdOf } from './request-id.ts';

/** What the facade needs of the rest of the house. */
export interface MetadataParts {
  guests: GuestResolver;
  tokens: SessionTokens;
  clock: Clock;
  log: Log;
  /** A context for one call of the guest resolver. */
  context(): GuestContext;
}

interface Reply {
  answer: MetadataAnswer;
  /** Granted by a token request, left of the token otherwise. */
  ttl?: number;
  allow?: string;
  reason?: string;
}

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';
const tokenHeader = 'x-aws-ec2-metadata-token';
const tokenPath = 'latest/api/token';

/**
 * The EC2 metadata service over HTTP: finds out who asks, checks the session token, calls the guest resolver and turns
 * the outcome into a status and bytes.
 */
export function metadataRoutes({ guests, tokens, clock, log, context }: MetadataParts): RequestListener {
  return (request, response) => {
    const address = callerAddress(request);
    const found = address === undefined ? Promise.resolve(undefined) : guests.identify(address, context());
    found
      .then((guest) => {
        const reply = guest
          ? decide(request, guest, { guests, tokens, now: clock() })
          : { answer: nothingThere };
        send(response, request, { ...reply, lastModified: guest?.launchedAt });
      })
      .catch((error: unknown) => {
        log.error({ err: error, requestId: requestIdOf(request) }, 'a metadata request failed');
        response.setHeader('Retry-After', '1');
        send(response, request, { answer: empty(503) });
      });
  };
}

interface Desk {
  guests: GuestResolver;
  tokens: SessionTokens;
  now: Date;
}

/** The order in which the service decides (AWS: the first condition that holds). */
function decide(request: IncomingMessage, guest: GuestView, desk: Desk): Reply {
  const { method = 'GET', url = '/', headers } = request;
  if (!guest.metadataOptions.httpEndpoint) return { answer: empty(403) };
  if (segmentsOf(url)?.join('/') === tokenPath) return issueToken(request, guest, desk);

  const token = headers[tokenHeader];
  const ttl = token ? desk.tokens.secondsLeft(String(token), guest.instanceId, desk.now) : undefined;
  if (token && ttl === undefined) return { answer: empty(401) };
  if (!token && guest.metadataOptions.httpTokens === 'required') return { answer: empty(401) };

  const withToken = ttl === undefined ? {} : { ttl };
  if (token && 'x-forwarded-for' in headers) return { answer: empty(403), ...withToken };
  if (method === 'OPTIONS') return { answer: empty(200), allow: 'OPTIONS, GET, HEAD', ...withToken };
  if (method !== 'GET' && method !== 'HEAD') return { answer: empty(403), ...withToken };
  return { answer: desk.guests.tell(guest, url), ...withToken };
}

function issueToken({ method, headers }: IncomingMessage, guest: GuestView, { tokens, now }: Desk): Reply {
  const allow = 'OPTIONS, PUT';
  if (method === 'OPTIONS') return { answer: empty(200), allow };
  if (method !== 'PUT') return { answer: empty(405), allow, reason: 'Not Allowed' };
  if ('x-forwarded-for' in headers) return { answer: empty(403) };
  const asked = String(headers[ttlHeader] ?? '').trim();
  const ttl = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (ttl < 1 || ttl > maximumTtl) return { answer: empty(400) };
  const token = Buffer.from(tokens.issue(guest.instanceId, ttl, now));
  return { answer: { ...empty(200), bytes: token, text: undefined }, ttl };
}

/** Writes a reply with the headers of the EC2 metadata service, and no others. */
function send(
  response: ServerResponse,
  { method }: IncomingMessage,
  { answer, ttl, allow, reason, lastModified }: Reply & { lastModified?: Date | undefined },
): void {
  const headers: Record<string, string | number> = {};
  if (ttl !== undefined) headers['X-Aws-Ec2-Metadata-Token-Ttl-Seconds'] = ttl;
  if (allow !== undefined) headers.Allow = allow;
  headers['Content-Type'] = answer.contentType;
  headers['Accept-Ranges'] = 'none';
  if (lastModified && answer.status === 200) headers['Last-Modified'] = lastModified.toUTCString();
  headers['Content-Length'] = answer.bytes.length;
  headers.Server = 'EC2ws';
  if (reason === undefined) response.writeHead(answer.status, headers);
  else response.writeHead(answer.status, reason, headers);
  response.end(method === 'HEAD' ? undefined : answer.bytes);
}
