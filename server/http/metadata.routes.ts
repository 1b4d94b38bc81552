import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { GuestContext, GuestResolver } from '../guests/guest.resolver.ts';
import { empty, type MetadataAnswer } from '../guests/metadata-answer.ts';
import { maximumTtl, type SessionTokens } from '../guests/session-token.ts';
import type { Sightings } from '../guests/sightings.ts';
import type { Log } from '../log.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { isPasswordPlace } from '../metadata/openstack.ts';
import { segmentsOf } from '../metadata/path.ts';
import type { FindCaller } from './caller-address.ts';
import type { FindGuest } from './guest-finder.ts';
import { takePassword } from './password-post.ts';
import { requestIdOf } from './request-id.ts';

/** What the facade needs of the rest of the house. */
export interface MetadataParts {
  guests: GuestResolver;
  findCaller: FindCaller;
  findGuest: FindGuest;
  tokens: SessionTokens;
  sightings: Sightings;
  clock: Clock;
  log: Log;
  /** A context for one call of the guest resolver. */
  context(): GuestContext;
}

interface Reply {
  answer: MetadataAnswer;
  /** The session token that came; undefined where it did not matter, or was wrong. */
  token?: 'good' | 'none';
  /** Granted by a token request, left of the token otherwise. */
  ttl?: number;
  allow?: string;
  reason?: string;
}

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';
const tokenHeader = 'x-aws-ec2-metadata-token';
const tokenPath = 'latest/api/token';

/** The service's own address on a guest's link (AWS). */
const ipv6Endpoint = 'fd00:ec2::254';

/**
 * The EC2 metadata service over HTTP: finds out who asks, checks the session token, calls the guest resolver and turns
 * the outcome into a status and bytes.
 */
export function metadataRoutes(parts: MetadataParts): RequestListener {
  const { findGuest, clock, log } = parts;
  return (request, response) => {
    findGuest(request)
      .then(async (found) => {
        if ('refusal' in found) return send(response, request, { answer: found.refusal });
        if (isUnreachable(request, found.guest)) return void request.socket.destroy();
        const now = clock();
        const reply = await decide(request, found.guest, { ...parts, now });
        note(request, { uuid: found.guest.uuid, at: now, token: reply.token }, parts);
        send(response, request, {
          ...reply,
          lastModified: reply.answer.lastModified ?? found.guest.launchedAt,
        });
      })
      .catch((error: unknown) => {
        log.error({ err: error, requestId: requestIdOf(request) }, 'a metadata request failed');
        response.setHeader('Retry-After', '1');
        send(response, request, { answer: empty(503) });
      });
  };
}

/**
 * Whether a guest asks where AWS would not be reached: the IPv6 endpoint while it is off. No answer at all, since
 * cloud-init asks both endpoints at once and takes a refusal of the one for the word of the service.
 */
const isUnreachable = ({ socket }: IncomingMessage, { metadataOptions }: GuestView) =>
  socket.localAddress === ipv6Endpoint && !metadataOptions.httpProtocolIpv6;

function note(
  request: IncomingMessage,
  { uuid, at, token }: { uuid: string; at: Date; token: Reply['token'] },
  { sightings, findCaller }: MetadataParts,
): void {
  const { address } = findCaller(request);
  sightings.note(uuid, { at, address, userAgent: request.headers['user-agent'], token });
}

interface Desk extends Pick<MetadataParts, 'guests' | 'tokens' | 'findCaller' | 'context'> {
  now: Date;
}

/** The order in which the service decides (AWS: the first condition that holds). */
async function decide(request: IncomingMessage, guest: GuestView, desk: Desk): Promise<Reply> {
  const { method = 'GET', url = '/', headers } = request;
  if (!guest.metadataOptions.httpEndpoint) return { answer: empty(403) };
  const segments = segmentsOf(url) ?? [];
  if (segments.join('/') === tokenPath) return issueToken(request, guest, desk);

  const token = headers[tokenHeader];
  const ttl = token ? desk.tokens.secondsLeft(String(token), guest.instanceId, desk.now) : undefined;
  if (token && ttl === undefined) return { answer: empty(401) };
  if (!token && guest.metadataOptions.httpTokens === 'required') return { answer: empty(401), token: 'none' };

  const shown = ttl === undefined ? { token: 'none' as const } : { token: 'good' as const, ttl };
  if (token && desk.findCaller(request).forwarded) return { answer: empty(403), ...shown };
  if (method === 'GET' || method === 'HEAD') return { answer: desk.guests.tell(guest, url), ...shown };
  if (isPasswordPlace(segments)) return { answer: await changePassword(request, guest, desk), ...shown };
  if (method === 'OPTIONS') return { answer: empty(200), allow: 'OPTIONS, GET, HEAD', ...shown };
  return { answer: empty(403), ...shown };
}

/** OpenStack lets a machine leave its password, once; every other method is a bad request to it. */
async function changePassword(
  request: IncomingMessage,
  guest: GuestView,
  { guests, context }: Desk,
): Promise<MetadataAnswer> {
  if (request.method !== 'POST') return empty(400);
  const change = { ...context(), requestId: requestIdOf(request) };
  return empty(await takePassword(request, (sent) => guests.keepPassword(guest, sent, change)));
}

function issueToken(request: IncomingMessage, guest: GuestView, { tokens, findCaller, now }: Desk): Reply {
  const { method, headers } = request;
  const allow = 'OPTIONS, PUT';
  if (method === 'OPTIONS') return { answer: empty(200), allow };
  if (method !== 'PUT') return { answer: empty(405), allow, reason: 'Not Allowed' };
  if (findCaller(request).forwarded) return { answer: empty(403) };
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
  // AWS closes after every answer; an SDK that leaves a refusal unread would keep its process until the idle limit
  if (answer.status >= 400) headers.Connection = 'close';
  if (reason === undefined) response.writeHead(answer.status, headers);
  else response.writeHead(answer.status, reason, headers);
  response.end(method === 'HEAD' ? undefined : answer.bytes);
}
