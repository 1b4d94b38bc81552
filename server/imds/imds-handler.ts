import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { Unavailable } from '../errors.ts';
import { charge, handOverCost, type RateLimiter } from './rate-limiter.ts';
import { empty, notFound } from '../guests/guest-answer.ts';
import type { GuestStore } from '../guests/guest-store.ts';
import type { CachedGuest } from '../guests/cached-guest.ts';
import { GuestSessions } from './guest-sessions.ts';
import type { SessionTokens } from './session-token.ts';
import { namesInstance } from './signed-instance.ts';
import { answerWithoutDatabase } from './answers-without-database.ts';
import { HeldRequests } from './held-requests.ts';
import { isAtIpv6Endpoint } from './ipv6-endpoint.ts';
import { answerTokenRequest, isTokenPath } from './token-request.ts';
import { wayToWait, type WaitingLimits } from './waiting-policy.ts';
import type { Log } from '../log.ts';
import { isPasswordPath } from '../metadata/openstack.ts';
import { segmentsOf } from '../metadata/path.ts';
import type { RequestTracker } from '../observed/request-tracker.ts';
import type { Caller, FindCaller } from '../http/caller-address.ts';
import type { DelayedRefusals } from './delayed-refusals.ts';
import type { FindGuest, Identified } from './guest-finder.ts';
import { sendReply, type Reply } from './metadata-reply.ts';
import { bodyOf, type KeepPassword } from './password-post.ts';
import { requestIdOf } from '../http/request-id.ts';
import type { RequestWatch } from '../http/request-watch.ts';

/** The parts of the server that the handler needs. */
export interface ImdsHandlerParts {
  guests: GuestStore;
  findCaller: FindCaller;
  findGuest: FindGuest;
  keepPassword: KeepPassword;
  tokens: SessionTokens;
  tracker: RequestTracker;
  limiter: RateLimiter;
  refusals: DelayedRefusals;
  watch: RequestWatch;
  clock: Clock;
  log: Log;
  /** The limits of requests that wait for the database, if not the usual ones. */
  waiting?: Partial<WaitingLimits> | undefined;
}

/** A request that waits for its answer. */
interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  caller: Caller;
}

/** A request, and the name by which its machine was looked up. */
interface NamedExchange extends Exchange {
  name: string;
}

const tokenHeader = 'x-aws-ec2-metadata-token';

/** The Retry-After of a request that could not be answered, in seconds. cloud-init waits for that time. */
const retryAfterSeconds = 1;

/** The maximum length of a request target: longer than any percent-encoded path there is. */
const maxTargetLength = 2048;

/**
 * The EC2 metadata service over HTTP: identifies the machine, checks the session token, and sends the answer as a
 * status and bytes.
 */
export class ImdsHandler {
  /** Counters since the start. */
  readonly counts = { tokens: 0 };
  /** The requests that wait for the database. */
  readonly held: HeldRequests<CachedGuest | undefined>;
  private readonly sessions: GuestSessions;

  constructor(private readonly parts: ImdsHandlerParts) {
    this.sessions = new GuestSessions(parts.tokens);
    this.held = new HeldRequests((error, request) => this.report(error, request), parts.waiting);
  }

  /**
   * Answers a machine that is in memory, at once and before any other part of the server handles the request.
   * @returns false if that is not possible; then nothing was done
   */
  answerKnown(request: IncomingMessage, response: ServerResponse): boolean {
    const { findCaller, guests, watch, clock } = this.parts;
    const began = performance.now();
    if (request.method === 'POST' || namesInstance(request.headers)) return false;
    const caller = findCaller(request);
    const { address } = caller;
    const now = clock();
    const guest = address === undefined ? undefined : guests.recall(address, now);
    if (address === undefined || guest === undefined) return false;
    const exchange = { request, response, caller, name: address };
    const { method, url } = request;
    const note = () => {
      const status = response.headersSent ? response.statusCode : undefined;
      watch.note({ method, url, status, began, address });
    };
    if (!this.allows(guest)) void this.throttle(exchange).then(note);
    else {
      this.serve(exchange, guest, now);
      note();
    }
    return true;
  }

  /** Answers any request. */
  readonly answer: RequestListener = (request, response) => {
    const exchange = { request, response, caller: this.parts.findCaller(request) };
    this.answerAnybody(exchange).catch((error: unknown) => {
      this.report(error, request);
      sendReply(exchange, { answer: empty(503), retryAfterSeconds });
    });
  };

  private async answerAnybody(exchange: Exchange): Promise<void> {
    const bucket = this.parts.limiter.bucketFor(exchange.caller.address ?? '');
    if (!this.parts.limiter.allows(bucket)) return this.throttle(exchange);
    const identified = this.parts.findGuest(exchange.request, exchange.caller);
    if ('refusal' in identified) return sendReply(exchange, { answer: identified.refusal });
    const outcome = await this.lookUp(exchange, identified);
    if (outcome === undefined) return;
    if ('reply' in outcome) return sendReply(exchange, outcome.reply);
    const guest = outcome.found;
    if (guest === undefined) return sendReply(exchange, { answer: notFound });
    this.parts.limiter.refund(bucket); // it is a machine, and has its own bucket
    if (!this.allows(guest)) return this.throttle(exchange);
    const named = { ...exchange, name: identified.name };
    if (this.serve(named, guest, this.parts.clock()) !== 'password') return;
    await this.keepPassword(exchange, guest);
  }

  /** Stores the password that a machine posts, unless it is known to have one. */
  private async keepPassword(exchange: Exchange, guest: CachedGuest): Promise<void> {
    const { request } = exchange;
    const { keepPassword, guests } = this.parts;
    const answerWith = (status: number) => sendReply(exchange, { answer: empty(status) }, guest.launchedAt);
    if (guests.isCurrent && guest.view.encryptedPassword !== undefined) return answerWith(409);
    const sent = await bodyOf(request);
    if (!this.allows(guest, handOverCost - 1)) return this.throttle(exchange);
    answerWith(await keepPassword(guest, sent, requestIdOf(request)));
  }

  private allows(guest: CachedGuest, price?: number): boolean {
    return this.parts.limiter.allows(this.sessions.of(guest).bucket, price);
  }

  private lookUp({ request, response, caller }: Exchange, { name, find }: Identified) {
    const issue = (ttlSeconds: number) => {
      this.counts.tokens += 1;
      return this.parts.tokens.issueProvisional(name, ttlSeconds, this.parts.clock());
    };
    const whileAway = () => answerWithoutDatabase(request, caller, issue) ?? wayToWait(request, caller);
    return this.held.find({ request, response, address: name, find, whileAway });
  }

  private report(error: unknown, request: IncomingMessage): void {
    if (error instanceof Unavailable || error === request.errored) return; // a gone client is no server error
    this.parts.log.error({ err: error, requestId: requestIdOf(request) }, 'a request failed');
  }

  private async throttle({ request, response }: Exchange): Promise<void> {
    if (await this.parts.refusals.delay(request))
      sendReply({ request, response }, { answer: empty(503), retryAfterSeconds });
  }

  /** Answers a machine; returns 'password' if it posts one, which the caller has to save and answer. */
  private serve(exchange: NamedExchange, guest: CachedGuest, now: Date): 'password' | undefined {
    const { request, caller } = exchange;
    if (isUnreachable(request, guest)) return void request.socket.destroy();
    const reply = this.decide(exchange, guest, now);
    this.parts.tracker.note(guest.id, guest.view.uuid, {
      at: now,
      address: caller.address,
      userAgent: request.headers['user-agent'],
      path: request.url,
      status: reply === 'password' ? undefined : reply.answer.status,
      token: reply === 'password' ? 'none' : reply.token,
    });
    if (reply === 'password') return reply;
    sendReply(exchange, reply, guest.launchedAt);
    return undefined;
  }

  /** Decides on the answer, in the order of the EC2 service (AWS: the first condition that holds). */
  private decide(
    { request, caller, name }: NamedExchange,
    guest: CachedGuest,
    now: Date,
  ): Reply | 'password' {
    const { method = 'GET', url = '/', headers } = request;
    const { metadataOptions: options } = guest.view;
    if (!options.httpEndpoint) return { answer: empty(403) };
    if (url.length > maxTargetLength) return { answer: empty(414) };
    const session = this.sessions.of(guest);
    if (isTokenPath(url))
      return answerTokenRequest(request, caller, (ttlSeconds) => {
        this.counts.tokens += 1;
        return session.issueToken(ttlSeconds, now);
      });

    const token = valueOf(headers, tokenHeader);
    const ttlSeconds = token
      ? (this.parts.tokens.provisionalSecondsLeft(token, name, now) ?? session.secondsLeft(token, now))
      : undefined;
    if (token && ttlSeconds === undefined) return { answer: empty(401) };
    if (!token && options.httpTokens === 'required') return { answer: empty(401), token: 'none' };

    const shown =
      ttlSeconds === undefined ? ({ token: 'none' } as const) : ({ token: 'good', ttlSeconds } as const);
    if (token && caller.forwarded) return { answer: empty(403), ...shown };
    if (method === 'GET' || method === 'HEAD') {
      const answer = guest.respond(url, headers['user-agent']);
      charge(session.bucket, answer.length);
      return { answer, ...shown };
    }
    if (isPasswordPath(segmentsOf(url) ?? []))
      return method === 'POST' ? 'password' : { answer: empty(400), ...shown };
    if (method === 'OPTIONS') return { answer: empty(200), allow: 'OPTIONS, GET, HEAD', ...shown };
    return { answer: empty(403), ...shown };
  }
}

/**
 * True if a guest uses an endpoint that AWS would not serve: the IPv6 endpoint while it is off. It gets no answer at
 * all, since cloud-init asks both endpoints at once and takes a refusal of one as the answer of the service.
 */
const isUnreachable = (request: IncomingMessage, { view: { metadataOptions } }: CachedGuest) =>
  !metadataOptions.httpProtocolIpv6 && isAtIpv6Endpoint(request);

/** Returns a header; if it came twice, both values joined by a comma, so that neither is taken for the whole. */
const valueOf = (headers: IncomingHttpHeaders, name: string) => headers[name]?.toString();
