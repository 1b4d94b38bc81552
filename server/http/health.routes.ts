import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Metric } from './metric.ts';
import { nosniff } from './nosniff.ts';
import { SharedResult } from './shared-result.ts';

/** The rest after an answer, in milliseconds: fifty times as long as it took from machines. */
const rest = { leastMs: 100, mostMs: 500, timesAsLong: 50 };

const restAfter = (tookMs: number) =>
  Math.min(Math.max(rest.leastMs, rest.timesAsLong * tookMs), rest.mostMs);

/** How the server is, part by part. */
export interface Readiness {
  /** Whether it can answer machines that it has not seen yet, and those who use the API. */
  database: 'up' | 'away';
  /** Whether it hears at once of what others change. */
  changes: 'live' | 'lost';
  migrations: 'current' | 'pending' | 'unknown';
  /** Whether those who start while the database is away will know the machines. */
  snapshot: 'kept' | 'failing' | 'none';
  /** Whether GraphQL and the admin answer. */
  controlPlane: 'up' | 'away';
  /** Addresses of METADATA_LISTEN that the machine does not have yet. */
  missingAddresses: string[];
  /** Machines that it can answer without the database. */
  guestsInMemory: number;
  /** Secrets that only a key of SECRET_KEY_PREVIOUS opens; null while nobody can look. */
  secretsOfPreviousKeys: number | null;
  /** Secrets in use that no key decrypts; null while nobody can look. */
  secretsUnreadable: number | null;
}

export interface HealthParts {
  /** True for a request that is looked at further: those of strangers are limited. Any other is answered. */
  admits(request: Request, response: Response): Promise<boolean>;
  /** Whether whoever sends a request may read what only operators should. */
  mayWatch(request: Request): Promise<boolean>;
  readiness(): Promise<Readiness>;
  /** What every process of this server counted. */
  metrics(): Promise<Metric[][]>;
}

/**
 * For who watches the server: `/healthz` while it lives, `/readyz` while it can answer somebody, `/metrics` for
 * Prometheus. Without its database a server is degraded and not unready: the machines in memory count on it.
 */
export function healthRoutes({ admits, mayWatch, readiness, metrics }: HealthParts): Router {
  const router = express.Router();
  const states = new SharedResult(readiness, restAfter);
  const pages = new SharedResult(() => pageOf(metrics), restAfter);
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
