import type { IncomingMessage, RequestListener } from 'node:http';
import express, { type RequestHandler, type Router } from 'express';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { ControlPlane, ControlPlaneParts } from './control-plane.ts';
import type { Change } from './database/change.ts';
import type { ChangeFeed } from './database/change-feed.ts';
import { isOutdated } from './database/is-outdated.ts';
import { withMemoryInFile } from './database/memory-file.ts';
import type { Reader } from './database/reader.ts';
import { openSource } from './database/source.ts';
import { GuestSnapshot } from './guests/guest-snapshot.ts';
import { Guests } from './guests/guests.ts';
import { SessionTokens } from './guests/session-token.ts';
import { Sightings } from './guests/sightings.ts';
import { callerFinder } from './http/caller-address.ts';
import { adminElsewhere } from './http/admin-elsewhere.ts';
import { answerErrors } from './api/error-answer.ts';
import { guestFinder } from './http/guest-finder.ts';
import { healthRoutes, type Readiness } from './http/health.routes.ts';
import { MetadataRoutes } from './http/metadata.routes.ts';
import { metricsOf } from './http/metrics.ts';
import { requestIdOf } from './http/request-id.ts';
import { RequestMetrics } from './http/request-metrics.ts';
import { RequestWatch } from './http/request-watch.ts';
import { welcome } from './http/welcome.ts';
import { SigningKeyCache } from './identity/signing-key.cache.ts';
import type { Log } from './log.ts';
import { Seal } from './seal.ts';
import { startUp } from './start-up.ts';
import type { Colleagues } from './workers/colleagues.ts';
import { workerNumber } from './workers/messages.ts';

/** The parts joined: what the listeners serve, and what is behind it. */
export interface App {
  /** Metadata, GraphQL and the admin. */
  everything: RequestListener;
  /** Metadata and nothing else. */
  metadataOnly: RequestListener;
  /** What other processes of this server hand on to the one with the admin. */
  controlPlaneOnly: RequestListener;
  /** The database, as machines are told from it. */
  reader: Reader;
  /** What people and scripts use; opened when somebody does. @throws StartupError, Unavailable */
  controlPlane(): Promise<ControlPlane>;
  close(): Promise<void>;
}

interface AppParts {
  config: Config;
  log: Log;
  clock?: Clock;
  /** The other processes of this server, where there are any. */
  colleagues?: Colleagues | undefined;
  /** The socket of the process that serves the admin, where that is another one. */
  adminSocket?: string | undefined;
}

/** Opens the database for machines and joins the parts. @throws StartupError */
export async function createApp(parts: AppParts): Promise<App> {
  const { config: given, log, clock = systemClock, colleagues, adminSocket } = parts;
  const { url, remove } = withMemoryInFile(given.DATABASE_URL);
  const config = { ...given, DATABASE_URL: url };
  const seal = new Seal(config);
  const { reader, feedFor } = await openSource(config, log);
  const signing = new SigningKeyCache({ reader, seal, log });
  const hear = (change: Change) => guests.hear(change);
  const feed = feedFor(hear);
  const snapshot = snapshotOf(config, { seal, log });
  const guests: Guests = new Guests({ config, reader, feed, seal, signing, clock, log, snapshot });
  const sightings = new Sightings();
  const findCaller = callerFinder(config.TRUSTED_PROXIES);
  const listener = async (change: Change) => {
    hear(change);
    await colleagues?.tell(change);
  };
  const plane = whenAsked({ config, log, clock, seal, reader, guests, sightings, findCaller, listener });
  const requests = new RequestMetrics();
  const watch = new RequestWatch(log, requests);
  const findGuest = guestFinder({ guests, config, log });
  const metadata = new MetadataRoutes({
    guests,
    findCaller,
    findGuest,
    keepPassword: async (...left) => (await plane.open()).keepPassword(...left),
    tokens: new SessionTokens(config.SECRET_KEY),
    sightings,
    watch,
    clock,
    log,
  });
  const metrics = () => metricsOf({ requests, guests, metadata, feed });
  colleagues?.share(sightings);
  colleagues?.answerWith({ metrics, change: hear });
  const health = healthRoutes({
    readiness: () => readinessOf({ reader, feed, guests, snapshot }),
    metrics: async () => [await metrics(), ...((await colleagues?.metrics()) ?? [])],
  });
  let isClosed = false;
  const app: App = {
    ...listenersOf({ metadata, watch, findCaller, findGuest, plane, log, health, adminSocket }),
    reader,
    controlPlane: plane.open,
    close: async () => {
      isClosed = true;
      await feed.close();
      guests.close();
      await plane.close();
      await reader.close();
      remove();
    },
  };
  const starting = { reader, feed, signing, guests, openControlPlane: plane.open, url, log };
  await startUp({ ...starting, isClosed: () => isClosed }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  return app;
}

function snapshotOf(config: Config, parts: { seal: Seal; log: Log }): GuestSnapshot | undefined {
  const { METADATA_SNAPSHOT: folder, DATABASE_URL: databaseUrl, WEB_CONCURRENCY: workers } = config;
  return folder === undefined
    ? undefined
    : new GuestSnapshot({ folder, databaseUrl, worker: workerNumber() ?? 1, workers, ...parts });
}

interface Plane {
  open(): Promise<ControlPlane>;
  close(): Promise<void>;
}

/** The control plane, loaded and opened when it is first asked for; where that fails, once more with the next who asks. */
function whenAsked(parts: ControlPlaneParts): Plane {
  let opened: Promise<ControlPlane> | undefined;
  const openNow = async () => (await import('./control-plane.ts')).openControlPlane(parts);
  return {
    open: () =>
      (opened ??= openNow().catch((error: unknown) => {
        opened = undefined;
        throw error;
      })),
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

async function readinessOf({
  reader,
  feed,
  guests,
  snapshot,
}: {
  reader: Reader;
  feed: ChangeFeed;
  guests: Guests;
  snapshot: GuestSnapshot | undefined;
}): Promise<Readiness> {
  const outdated = await isOutdated(reader).catch(() => undefined);
  return {
    database: outdated === undefined ? 'away' : 'up',
    changes: feed.isLive ? 'live' : 'lost',
    migrations: outdated === undefined ? 'unknown' : outdated ? 'pending' : 'current',
    snapshot: snapshot === undefined ? 'none' : snapshot.isFailing ? 'failing' : 'kept',
    guestsInMemory: guests.state.inMemory,
  };
}

/** What people and scripts ask for; everything else is for machines. */
const ofControlPlane = /^\/(?:graphql|admin|identity)(?:[/?]|$)/;

/** What is not for machines, whoever asks. */
const ofSite = /^\/(?:graphql|admin|identity|healthz|readyz|metrics)(?:[/?]|$)/;

interface Doors {
  metadata: MetadataRoutes;
  watch: RequestWatch;
  findCaller: ReturnType<typeof callerFinder>;
  findGuest: ReturnType<typeof guestFinder>;
  plane: Plane;
  log: Log;
  health: Router;
  adminSocket: string | undefined;
}

const readHandedOver = (request: IncomingMessage) => ({ requestId: requestIdOf(request) });

/** Machines in memory are answered at once; everybody else goes through the site, or is told metadata and nothing else. */
function listenersOf(doors: Doors) {
  const { metadata, watch, findCaller, findGuest, plane, log, health, adminSocket } = doors;
  const toControlPlane: RequestHandler = async (request, response, next) => {
    if (!ofControlPlane.test(request.url)) return next();
    (await plane.open()).router(request, response, next);
  };
  const site = express();
  site.disable('x-powered-by');
  site.get('/', welcome(findGuest, findCaller));
  if (adminSocket) site.all(/^\/admin(\/.*)?$/, adminElsewhere(adminSocket));
  site.use(health, toControlPlane, metadata.answer, answerErrors({ log, readHandedOver }));
  const controlPlaneOnly = express().use(toControlPlane, answerErrors({ log, readHandedOver }));
  const wholeSite = watch.over(findCaller, site);
  const alone = watch.over(findCaller, metadata.answer);
  const everything: RequestListener = (request, response) => {
    if (ofSite.test(request.url ?? '') || !metadata.answerKnown(request, response))
      wholeSite(request, response);
  };
  const metadataOnly: RequestListener = (request, response) => {
    if (!metadata.answerKnown(request, response)) alone(request, response);
  };
  return { everything, metadataOnly, controlPlaneOnly };
}
