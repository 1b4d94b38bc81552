import type { RequestListener } from 'node:http';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Change } from './changes/change.ts';
import type { ChangeFeed } from './changes/change-feed.ts';
import { isOutdated } from './database/is-outdated.ts';
import type { Reader } from './database/reader.ts';
import { openSource } from './database/source.ts';
import { RateLimiter } from './imds/rate-limiter.ts';
import { GuestSnapshot } from './guests/guest-snapshot.ts';
import { GuestStore } from './guests/guest-store.ts';
import { SessionTokens } from './imds/session-token.ts';
import { AllowedCallers } from './http/allowed-callers.ts';
import { callerFinder } from './http/caller-address.ts';
import { DelayedRefusals } from './imds/delayed-refusals.ts';
import { guestFinder } from './imds/guest-finder.ts';
import { HandOver, type HandOverParts } from './http/hand-over.ts';
import type { Readiness } from './http/health.routes.ts';
import type { ListenerHooks } from './http/listener-hooks.ts';
import { ImdsHandler } from './imds/imds-handler.ts';
import { metricsOf } from './http/metrics.ts';
import { leavePassword } from './imds/password-post.ts';
import { RequestMetrics } from './http/request-metrics.ts';
import { RequestWatch } from './http/request-watch.ts';
import { isOfSite, siteOnAdminListener, siteOnPort } from './http/site.ts';
import { AnonymousThrottle } from './http/anonymous-throttle.ts';
import { SigningKeyCache } from './identity/signing-key.cache.ts';
import type { WaitingLimits } from './imds/waiting-policy.ts';
import type { Log } from './log.ts';
import { RequestTracker } from './observed/request-tracker.ts';
import { ControlPlaneLink } from './processes/control-plane-link.ts';
import type { PeerProcesses } from './processes/peer-processes.ts';
import { RequestReports } from './processes/request-reports.ts';
import { Encryption } from './encryption.ts';
import { SecretCounts } from './secrets/secret-counts.ts';
import { startUp } from './start-up.ts';

/** The assembled data plane: the listeners' request handlers and the parts behind them. */
export interface App {
  /** Metadata, and GraphQL and the admin through the control plane. */
  everything: RequestListener;
  /** Metadata only. */
  metadataOnly: RequestListener;
  /** GraphQL and the admin, no metadata. */
  adminOnly: RequestListener;
  /** Callbacks for the listeners' events. */
  hooks: ListenerHooks;
  /** Sends the last requests of machines to the control plane. */
  reports: RequestReports;
  /** The database as metadata is read from it. */
  reader: Reader;
  close(): Promise<void>;
}

export interface AppParts {
  config: Config;
  log: Log;
  clock?: Clock;
  /** The other processes of this server; the control plane is one of them. */
  peers: PeerProcesses;
  /** The Unix socket of the control plane. */
  socketPath: string;
  /** The number of this process among those that answer machines, from 1. */
  processNumber?: number;
  /** Addresses that a listener waits for. */
  missingAddresses?: () => string[];
  /** Overrides the clock of the rate limits, in milliseconds. */
  uptimeMs?: (() => number) | undefined;
  /** Overrides the pause after `/readyz` and `/metrics`, by the time that they took; both in milliseconds. */
  healthPauseMs?: ((tookMs: number) => number) | undefined;
  /** Overrides limits for requests that wait for the database. */
  waiting?: Partial<WaitingLimits> | undefined;
}

/** Opens the database for the data plane and assembles the parts. @throws StartupError */
export async function createApp(parts: AppParts): Promise<App> {
  const data = await openData(parts);
  const { metrics, ...listeners } = listenersOf(parts, data);
  parts.peers.answerWith({ metrics, change: data.invalidate });
  const app = closable({ ...listeners, reader: data.reader }, parts, data);
  await start(app, parts, data);
  return app;
}

/** The database as the data plane reads it, and everything that is kept in memory of it. */
interface Data {
  reader: Reader;
  feed: ChangeFeed;
  encryption: Encryption;
  signing: SigningKeyCache;
  snapshot: GuestSnapshot | undefined;
  guests: GuestStore;
  invalidate(change: Change): void;
  tracker: RequestTracker;
  secrets: SecretCounts;
  link: ControlPlaneLink;
  /** Aborted when the app closes. */
  closing: AbortController;
}

async function openData(parts: AppParts): Promise<Data> {
  const { config, log, clock = systemClock, peers } = parts;
  const link = new ControlPlaneLink(peers); // before anything is awaited: the control plane may report at any time
  const encryption = new Encryption(config);
  const { reader, feedFor } = await openSource(config, log);
  const signing = new SigningKeyCache({ reader, encryption, log });
  const invalidate = (change: Change) => guests.invalidate(change);
  const feed = feedFor(invalidate);
  const snapshot = snapshotOf(parts, encryption);
  const memory = { reader, feed, encryption, signing, snapshot };
  const guests: GuestStore = new GuestStore({ ...memory, config, clock, log });
  return {
    ...memory,
    guests,
    invalidate,
    tracker: new RequestTracker(),
    secrets: new SecretCounts({ reader, encryption }),
    link,
    closing: new AbortController(),
  };
}

function snapshotOf(
  { config, log, processNumber = 1 }: AppParts,
  encryption: Encryption,
): GuestSnapshot | undefined {
  const { METADATA_SNAPSHOT: folder, DATABASE_URL: databaseUrl, WEB_CONCURRENCY: workers } = config;
  return folder === undefined
    ? undefined
    : new GuestSnapshot({ folder, databaseUrl, worker: processNumber, workers, encryption, log });
}

/** Adds the reports to the control plane, and the end of all parts in the order of their dependence. */
function closable(
  served: Omit<App, 'reports' | 'close'>,
  { peers }: AppParts,
  { tracker, link, feed, guests, reader, closing }: Data,
): App {
  const reports = new RequestReports(tracker, peers, link);
  return {
    ...served,
    reports,
    close: async () => {
      closing.abort();
      await reports.close();
      await feed.close();
      guests.close();
      await reader.close();
    },
  };
}

/** Waits until the database can be read, or the snapshot stands in for it; closes the app if neither is possible. */
async function start(app: App, { config, log }: AppParts, data: Data): Promise<void> {
  const { reader, feed, signing, guests, link, closing } = data;
  await startUp({
    reader,
    feed,
    signing,
    guests,
    prepared: () => link.prepared(),
    url: config.DATABASE_URL,
    log,
    isClosed: () => closing.signal.aborted,
  }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
}

/** Answers machines in memory at once; all other requests go through a site, or to the metadata handler alone. */
function listenersOf(parts: AppParts, data: Data) {
  const { guests, feed, link, tracker } = data;
  const { config, log, peers, socketPath, clock = systemClock } = parts;
  const findCaller = callerFinder(config.TRUSTED_PROXIES);
  const findGuest = guestFinder({ guests, config, log });
  const requests = new RequestMetrics();
  const watch = new RequestWatch(log, requests);
  const handingOver: HandOverParts = { socketPath, isReady: () => link.isReady };
  const [limiter, refusals] = [new RateLimiter(parts.uptimeMs), new DelayedRefusals()];
  const metadata = new ImdsHandler({
    waiting: parts.waiting,
    guests,
    findCaller,
    findGuest,
    keepPassword: leavePassword(handingOver),
    tokens: new SessionTokens(config.SECRET_KEY, config.SECRET_KEY_PREVIOUS),
    tracker,
    limiter,
    refusals,
    watch,
    clock,
    log,
  });
  const metrics = () => metricsOf({ requests, refusals, guests, metadata, feed, link });
  const siteParts = {
    config,
    callers: new AllowedCallers(config),
    findCaller,
    findGuest,
    handOver: new HandOver(handingOver),
    throttle: new AnonymousThrottle(limiter, refusals),
    health: {
      readiness: () => readinessOf(parts, data),
      metrics: async () => [await metrics(), ...(await peers.metrics())],
      pauseMs: parts.healthPauseMs,
    },
    metadata: metadata.answer,
    log,
  };
  const onPort = watch.over(findCaller, siteOnPort(siteParts));
  const alone = watch.over(findCaller, metadata.answer);
  return {
    metrics,
    everything: (request, response) => {
      if (isOfSite(request.url ?? '') || !metadata.answerKnown(request, response)) onPort(request, response);
    },
    metadataOnly: (request, response) => {
      if (!metadata.answerKnown(request, response)) alone(request, response);
    },
    hooks: {
      isMachine: (address) => guests.isInMemory(address),
      onRefusal: (refusal) => watch.refusals.note(refusal),
      onClosing: () => {
        metadata.held.stop();
        watch.refusals.sumUp();
      },
    },
    adminOnly: watch.over(findCaller, siteOnAdminListener(siteParts)),
  } satisfies Partial<App> & { metrics: unknown };
}

async function readinessOf(parts: AppParts, data: Data): Promise<Readiness> {
  const { reader, feed, guests, snapshot, link, secrets } = data;
  const outdated = await isOutdated(reader).catch(() => undefined);
  const counted = await secrets.count().catch(() => undefined);
  return {
    database: outdated === undefined ? 'away' : 'up',
    changes: feed.isLive ? 'live' : 'lost',
    migrations: outdated === undefined ? 'unknown' : outdated ? 'pending' : 'current',
    snapshot: snapshot === undefined ? 'none' : snapshot.isFailing ? 'failing' : 'kept',
    controlPlane: link.isReady ? 'up' : 'away',
    missingAddresses: parts.missingAddresses?.() ?? [],
    guestsInMemory: guests.state.inMemory,
    secretsOfPreviousKeys: counted?.ofPreviousKeys ?? null,
    secretsUnreadable: counted?.unreadable ?? null,
  };
}
