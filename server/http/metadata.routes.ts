import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import { Unavailable } from '../errors.ts';
import { FairShare } from '../guests/fair-share.ts';
import { empty, GuestAnswer } from '../guests/guest-answer.ts';
import type { Guests } from '../guests/guests.ts';
import type { KnownGuest } from '../guests/known-guest.ts';
import { maximumTtl, type SessionTokens } from '../guests/session-token.ts';
import { namesInstance } from '../guests/signed-instance.ts';
import type { Sightings } from '../guests/sightings.ts';
import type { Log } from '../log.ts';
import { isPasswordPlace } from '../metadata/openstack.ts';
import { segmentsOf } from '../metadata/path.ts';
import type { Caller, FindCaller } from './caller-address.ts';
import type { FindGuest } from './guest-finder.ts';
import { sendReply, type Reply } from './metadata-reply.ts';
import { takePassword } from './password-post.ts';
import { requestIdOf } from './request-id.ts';
import type { RequestWatch } from './request-watch.ts';

/** Keeps the password that a machine left. @throws a Refusal */
export type KeepPassword = (guest: KnownGuest, sent: Uint8Array, requestId: string) => Promise<void>;

/** What the facade needs of the rest of the house. */
export interface MetadataParts {
  guests: Guests;
  findCaller: FindCaller;
  findGuest: FindGuest;
  keepPassword: KeepPassword;
  tokens: SessionTokens;
  sightings: Sightings;
  watch: RequestWatch;
  clock: Clock;
  log: Log;
}

/** A request that waits for its answer. */
interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  caller: Caller;
}

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';
const tokenHeader = 'x-aws-ec2-metadata-token';
const tokenPath = 'latest/api/token';

/** The service's own address on a guest's link (AWS). */
const ipv6Endpoint = 'fd00:ec2::254';

/** When a machine may ask again that could not be answered, in seconds. cloud-init waits for it. */
const soon = 1;

/** Longer than any path there is, percent-encoded. */
const longestTarget = 2048;

/** How long whoever asks too much waits for its refusal, in milliseconds, and how many may: more are cut off. */
const putOffs = { time: 500, most: 2000 };

/**
 * The EC2 metadata service over HTTP: finds out who asks, checks the session token, and turns what the machine is told
 * into a status and bytes.
 */
export class MetadataRoutes {
  /** Counted since the start. */
  readonly counts = { tokens: 0, putOff: 0 };
  private readonly share = new FairShare();
  private waiting = 0;

  constructor(private readonly parts: MetadataParts) {}

  /**
   * Answers a machine that is in memory, at once and before anything else of the server sees the request.
   * @returns false where that cannot be, and then nothing was done
   */
  answerKnown(request: IncomingMessage, response: ServerResponse): boolean {
    const { findCaller, guests, watch, clock } = this.parts;
    const began = performance.now();
    if (request.method === 'POST' || namesInstance(request.headers)) return false;
    const caller = findCaller(request);
    const { address } = caller;
    const now = clock();
    const guest = address === undefined ? undefined : guests.recall(address, now);
    if (guest === undefined) return false;
    const exchange = { request, response, caller };
    const { method, url } = request;
    const note = () => {
      const status = response.headersSent ? response.statusCode : undefined;
      watch.note({ method, url, status, began, address });
    };
    if (!this.share.admits(guest.account, began)) void this.putOff(exchange).then(note);
    else {
      this.serve(exchange, guest, now);
      note();
    }
    return true;
  }

  /** Answers whoever asks. */
  readonly answer: RequestListener = (request, response) => {
    const exchange = { request, response, caller: this.parts.findCaller(request) };
    this.answerAnybody(exchange).catch((error: unknown) => {
      const requestId = requestIdOf(request);
      if (!(error instanceof Unavailable))
        this.parts.log.error({ err: error, requestId }, 'a request failed');
      sendReply(exchange, { answer: empty(503), retryAfter: soon });
    });
  };

  private async answerAnybody(exchange: Exchange): Promise<void> {
    const account = this.share.of(exchange.caller.address ?? '');
    if (!this.share.admits(account, performance.now())) return this.putOff(exchange);
    const found = await this.parts.findGuest(exchange.request, exchange.caller);
    if ('refusal' in found) return sendReply(exchange, { answer: found.refusal });
    const { guest } = found;
    this.share.refund(account); // it is a machine, and has an account of its own
    if (!this.share.admits(guest.account, performance.now())) return this.putOff(exchange);
    if (this.serve(exchange, guest, this.parts.clock()) !== 'password') return;
    const { request } = exchange;
    const keep = (sent: Uint8Array) => this.parts.keepPassword(guest, sent, requestIdOf(request));
    sendReply(exchange, { answer: empty(await takePassword(request, keep)) }, guest.launchedAt);
  }

  /** Who asks too much is told so, but not at once: who asks again as soon as it can would only ask more often. */
  private async putOff({ request, response }: Exchange): Promise<void> {
    this.counts.putOff += 1;
    if (this.waiting >= putOffs.most) return void request.socket.destroy();
    this.waiting += 1;
    await pause(putOffs.time);
    this.waiting -= 1;
    sendReply({ request, response }, { answer: empty(503), retryAfter: soon });
  }

  /** Answers a machine; only a password that it leaves has to be waited for. */
  private serve(exchange: Exchange, guest: KnownGuest, now: Date): 'password' | undefined {
    const { request, caller } = exchange;
    if (isUnreachable(request, guest)) return void request.socket.destroy();
    const reply = this.decide(exchange, guest, now);
    const token = reply === 'password' ? 'none' : reply.token;
    const userAgent = request.headers['user-agent'];
    this.parts.sightings.note(guest.view.uuid, { at: now, address: caller.address, userAgent, token });
    if (reply === 'password') return reply;
    sendReply(exchange, reply, guest.launchedAt);
    return undefined;
  }

  /** The order in which the service decides (AWS: the first condition that holds). */
  private decide({ request, caller }: Exchange, guest: KnownGuest, now: Date): Reply | 'password' {
    const { method = 'GET', url = '/', headers } = request;
    const { metadataOptions: options } = guest.view;
    if (!options.httpEndpoint) return { answer: empty(403) };
    if (url.length > longestTarget) return { answer: empty(414) };
    if (isTokenPlace(url)) return this.issueToken({ request, caller }, guest, now);

    const token = valueOf(headers, tokenHeader);
    const ttl = token ? guest.secondsLeft(token, this.parts.tokens, now) : undefined;
    if (token && ttl === undefined) return { answer: empty(401) };
    if (!token && options.httpTokens === 'required') return { answer: empty(401), token: 'none' };

    const shown = ttl === undefined ? ({ token: 'none' } as const) : ({ token: 'good', ttl } as const);
    if (token && caller.forwarded) return { answer: empty(403), ...shown };
    if (method === 'GET' || method === 'HEAD') return { answer: guest.tell(url), ...shown };
    if (isPasswordPlace(segmentsOf(url) ?? []))
      return method === 'POST' ? 'password' : { answer: empty(400), ...shown };
    if (method === 'OPTIONS') return { answer: empty(200), allow: 'OPTIONS, GET, HEAD', ...shown };
    return { answer: empty(403), ...shown };
  }

  private issueToken(
    { request, caller }: Pick<Exchange, 'request' | 'caller'>,
    guest: KnownGuest,
    now: Date,
  ): Reply {
    const allow = 'OPTIONS, PUT';
    if (request.method === 'OPTIONS') return { answer: empty(200), allow };
    if (request.method !== 'PUT') return { answer: empty(405), allow, reason: 'Not Allowed' };
    if (caller.forwarded) return { answer: empty(403) };
    const asked = valueOf(request.headers, ttlHeader) ?? '';
    const ttl = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
    if (ttl < 1 || ttl > maximumTtl) return { answer: empty(400) };
    this.counts.tokens += 1;
    return { answer: new GuestAnswer(200, 'text/plain', guest.issueToken(this.parts.tokens, ttl, now)), ttl };
  }
}

/**
 * Whether a guest asks where AWS would not be reached: the IPv6 endpoint while it is off. No answer at all, since
 * cloud-init asks both endpoints at once and takes a refusal of the one for the word of the service.
 */
const isUnreachable = ({ socket }: IncomingMessage, { view: { metadataOptions } }: KnownGuest) =>
  !metadataOptions.httpProtocolIpv6 &&
  !isIpv4Peer.test(socket.remoteAddress ?? '') && // it does not get there
  socket.localAddress === ipv6Endpoint;

/** IPv4, also within IPv6. A dot alone says nothing: the zone of a link-local address may have one. */
const isIpv4Peer = /^(?:::ffff:)?\d+\./;

/** A header that came twice has both values here with a comma between them, so that neither is taken for the whole. */
const valueOf = (headers: IncomingHttpHeaders, name: string) => headers[name]?.toString();

/** A target is read closely only where it can be the place of tokens: however it is spelled, that is not far from it. */
const isTokenPlace = (target: string) =>
  mayBeTokenPlace.test(target) && segmentsOf(target)?.join('/') === tokenPath;

const mayBeTokenPlace = /api|%/i;
