import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import helmet from 'helmet';
import { authenticate } from '../access/authenticate.ts';
import { isSignedIn } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { Orm } from '../database/orm.ts';
import type { Log } from '../log.ts';
import { linkOf } from '../addresses/link-of.ts';
import { webFolder } from '../installation.ts';
import { waitingPage } from '../waiting-page.ts';
import { onlyReading, onlyShortUrls, plainHeaders, signInUrl } from './admin-request.ts';
import { markSignedIn, readHandedOver } from './handed-over.ts';
import { PageQueue } from './page-queue.ts';
import { readSessionToken } from './session-cookie.ts';

type NextHandler = (request: Request, response: Response) => Promise<void>;

/** True for pages that need no sign-in. */
const isOpen = (path: string) => path === '/admin/login' || path.startsWith('/admin/_next/static/');

export interface Admin {
  router: Router;
  close(): Promise<void>;
}

export interface AdminParts {
  orm: Orm;
  clock: Clock;
  log: Log;
  /** The origin of the admin, the same as for GraphQL: it determines the name of the cookie. */
  origin?: string | undefined;
}

/** The time after which no request waits for Next.js to start any more, in milliseconds. */
const startingTimeoutMs = 10_000;

/** The running Next.js. */
interface Site {
  handle: NextHandler;
  close(): Promise<void>;
}

/**
 * The admin site: Next.js behind a check of the session, under a strict content security policy. Next.js takes a second
 * to start, and is started by the first request for a page.
 */
export function openAdmin(parts: AdminParts): Admin {
  let starting: Promise<Site> | undefined;
  let late: Promise<undefined> | undefined;
  let site: Site | undefined;
  const queue = new PageQueue();
  const router = express.Router();
  router.use(secureHeaders, onlyReading, signedInOnly(parts), onlyShortUrls, async (request, response) => {
    starting ??= startNext(parts.log);
    late ??= pause(startingTimeoutMs, undefined, { ref: false });
    site ??= await Promise.race([starting, late]);
    if (!site) return stillStarting(response);
    const { handle } = site;
    if (!isOpen(pathOf(request))) return handle(request, response);
    const isAnswered = await queue.run({
      caller: linkOf(readHandedOver(request).address ?? ''),
      make: async () => (response.destroyed ? undefined : handle(request, response)),
      isWaitingForReader: () => response.destroyed || response.writableEnded || response.writableNeedDrain,
    });
    if (!isAnswered) tooMany(response);
  });
  return { router, close: async () => (await starting)?.close() };
}

async function startNext(log: Log): Promise<Site> {
  try {
    const { default: next } = await import('next');
    const { parseAndValidateFlightRouterState: readState } =
      await import('next/dist/server/app-render/parse-and-validate-flight-router-state.js');
    const app = (next as unknown as typeof next.default)({
      dev: false,
      dir: webFolder,
      httpServer: createServer(), // Next.js takes its WebSocket requests, not those of our server
    });
    await app.prepare();
    const handle = withReadableState(app.getRequestHandler() as unknown as NextHandler, readState);
    return { handle, close: () => app.close() };
  } catch (error) {
    log.error({ err: error }, 'the admin cannot be served; metadata and GraphQL are');
    return { handle: unavailable, close: async () => {} };
  }
}

/** Answers 400 to a navigation whose state cannot be read, which Next.js would report as a server error. */
const withReadableState =
  (handle: NextHandler, readState: (text: string | string[] | undefined) => unknown): NextHandler =>
  async (request, response) => {
    request.headers = plainHeaders(request.headers);
    try {
      readState(request.headers['next-router-state-tree']);
    } catch {
      return void response.status(400).type('text/plain').send('This is no page of the admin.\n');
    }
    await handle(request, response);
  };

const unavailable: NextHandler = async (_request, response) => {
  response
    .status(503)
    .type('text/plain')
    .send('The admin cannot be served. The log of the server says why.\n');
};

/** A busy machine takes long to start Next.js: the page reloads itself until it has. */
const stillStarting = (response: Response) =>
  void response
    .status(503)
    .setHeader('Retry-After', '2')
    .type('text/html')
    .send(waitingPage('The admin is starting.'));

/** @see PageQueue */
const tooMany = (response: Response) =>
  response
    .status(503)
    .setHeader('Retry-After', '2')
    .type('text/plain')
    .send('Too many ask for pages at once. Try again in a moment.\n');

const secureHeaders: RequestHandler = (request, response, proceed) => {
  const nonce = randomBytes(16).toString('base64');
  const policy = {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    frameAncestors: ["'none'"],
    baseUri: ["'self'"],
    formAction: ["'self'"],
    objectSrc: ["'none'"],
  };
  const secure = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: policy },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
  secure(request, response, (error?: unknown) => {
    request.headers['content-security-policy'] = String(response.getHeader('Content-Security-Policy'));
    request.headers['x-nonce'] = nonce;
    proceed(error);
  });
};

const pathOf = ({ originalUrl }: Request) => new URL(originalUrl, 'http://admin').pathname;

const signedInOnly =
  ({ orm, clock, origin }: AdminParts): RequestHandler =>
  async (request, response, proceed) => {
    if (isOpen(pathOf(request))) return proceed();
    const cookie = readSessionToken(request, origin);
    const actor = await authenticate(orm.em.fork(), { cookie }, clock);
    if (!isSignedIn(actor)) return response.redirect(signInUrl(request.originalUrl));
    markSignedIn(response);
    proceed();
  };
