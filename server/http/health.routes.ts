import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Metric } from './metric.ts';
import { nosniff } from './nosniff.ts';
import { SharedResult } from './shared-result.ts';

/** The pause after a result, in milliseconds: a hundred times as long as the result took, within bounds. */
const pause = { minMs: 100, maxMs: 1000, factor: 100 };

const pauseAfter = (tookMs: number) => Math.min(Math.max(pause.minMs, pause.factor * tookMs), pause.maxMs);

/** The state of the server, by part. */
export interface Readiness {
  /** Needed to answer machines that are not in memory yet, and users of the API. */
  database: 'up' | 'away';
  /** Live if changes by other processes are noticed at once. */
  changes: 'live' | 'lost';
  migrations: 'current' | 'pending' | 'unknown';
  /** Kept if processes that start while the database is away will have the machines. */
  snapshot: 'kept' | 'failing' | 'none';
  /** Up if GraphQL and the admin answer. */
  controlPlane: 'up' | 'away';
  /** Addresses that are configured but not listened on yet. */
  missingAddresses: string[];
  /** Machines that it can answer without the database. */
  guestsInMemory: number;
  /** Secrets that only a key of SECRET_KEY_PREVIOUS decrypts; null while they cannot be counted. */
  secretsOfPreviousKeys: number | null;
  /** Secrets in use that no key decrypts; null while they cannot be counted. */
  secretsUnreadable: number | null;
}

export interface HealthParts {
  /** True for a request to be handled further: strangers are rate limited. Any other was answered. */
  admits(request: Request, response: Response): Promise<boolean>;
  /** True if the sender of a request may read what is for operators only. */
  mayWatch(request: Request): Promise<boolean>;
  readiness(): Promise<Readiness>;
  /** The metrics of every process of this server. */
  metrics(): Promise<Metric[][]>;
  /** Overrides the pause after a result, by the time that the result took; both in milliseconds. */
  pauseMs?: ((tookMs: number) => number) | undefined;
}

/**
 * Routes for monitoring: `/healthz` while the process lives, `/readyz` while it can answer any client, `/metrics` for
 * Prometheus. A server without its database is degraded, but still ready if it has machines in memory.
 */
export function healthRoutes(parts: HealthParts): Router {
  const { admits, mayWatch, readiness, metrics, pauseMs = pauseAfter } = parts;
  const router = express.Router();
  const states = new SharedResult(readiness, pauseMs);
  const pages = new SharedResult(() => pageOf(metrics), pauseMs);
  const onlyWatchers: RequestHandler = async (request, response, next) => {
    if (!(await admits(request, response))) return;
    if (await mayWatch(request)) nosniff(request, response, next);
    else next('router');
  };
  router.get('/healthz', nosniff, (_request, response) => {
    response.type('text/plain').send('ok\n');
  });
  router.get('/readyz', onlyWatchers, async (_request, response) => {
    const state = await states.get();
    const degraded = [
      ...(state.database === 'away' ? ['database'] : []),
      ...(state.changes === 'lost' ? ['changes'] : []),
      ...(state.migrations === 'pending' ? ['migrations'] : []),
      ...(state.snapshot === 'failing' ? ['snapshot'] : []),
      ...(state.controlPlane === 'away' ? ['control-plane'] : []),
      ...(state.missingAddresses.length > 0 ? ['listeners'] : []),
      ...(state.secretsUnreadable ? ['secrets'] : []),
    ];
    const isReady = state.database === 'up' || state.guestsInMemory > 0;
    const status = !isReady ? 'unavailable' : degraded.length > 0 ? 'degraded' : 'ready';
    response.status(isReady ? 200 : 503).json({ status, degraded, ...state });
  });
  router.get('/metrics', onlyWatchers, async (_request, response) => {
    const { contentType, text } = await pages.get();
    response.type(contentType).send(text);
  });
  return router;
}

async function pageOf(metrics: HealthParts['metrics']) {
  const { AggregatorRegistry } = await import('prom-client');
  const registry = AggregatorRegistry.aggregate(await metrics());
  return { contentType: registry.contentType, text: await registry.metrics() };
}
