/** The kinds of requests, as patterns of their paths. */
const routes = [
  '/',
  '/:version',
  '/:version/meta-data',
  '/:version/dynamic',
  '/:version/user-data',
  '/latest/api/token',
  '/openstack',
  '/nocloud',
  '/graphql',
  '/admin',
  '/identity',
  '/healthz',
  '/readyz',
  '/metrics',
  'other',
] as const;

type Route = (typeof routes)[number];

/** Reasons for refusing a request or a connection before any handler saw it. */
const refusalReasons = [
  'bad_request',
  'headers_too_large',
  'request_timeout',
  'method_connect',
  'tls_handshake',
  'connection_held',
  'too_many_connections_of_address',
  'too_many_connections_of_network',
  'too_many_connections',
  'too_many_requests_at_once',
  'too_many_chunks_at_once',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

const ofVersion = new Map<string, Route>([
  ['meta-data', '/:version/meta-data'],
  ['dynamic', '/:version/dynamic'],
  ['user-data', '/:version/user-data'],
  ['api', '/latest/api/token'],
]);

const ofTheirOwn = new Map<string, Route>(
  routes.filter((route) => /^\/[a-z]+$/.test(route)).map((route) => [route.slice(1), route]),
);

/** The route of a request target; one that is spelled unusually is `other`. */
export function routeOf(target: string): Route {
  const [, first = '', second = ''] = /^\/([^/?]*)(?:\/([^/?]*))?/.exec(target) ?? [];
  if (first === '') return target === '/' ? '/' : 'other';
  if (!/^(latest|1\.0|20\d\d-\d\d-\d\d)$/.test(first)) return ofTheirOwn.get(first) ?? 'other';
  return second === '' ? '/:version' : (ofVersion.get(second) ?? 'other');
}

/** Upper bounds of the buckets of the latency histogram, in seconds. */
export const latencyBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The counts of one route. */
export interface RouteCounts {
  /** Requests by status; 0 if the connection ended before the answer. */
  byStatus: Map<number, number>;
  /** Requests by latency bucket, not cumulative; the last one has those above the last bound. */
  byLatency: number[];
  /** The total duration of the requests, in seconds. */
  seconds: number;
}

/** The maximum number of beginnings of targets whose route is cached, and their maximum length in characters. */
const cacheLimits = { entries: 500, length: 64 };

/** Counts requests by route and status, and their durations. A request costs two look-ups in maps. */
export class RequestMetrics {
  readonly counts = new Map<Route, RouteCounts>();
  readonly refusals = new Map<RefusalReason, number>(refusalReasons.map((reason) => [reason, 0]));
  private readonly byBeginning = new Map<string, RouteCounts>();

  count(target: string, status: number, ms: number): void {
    const counts = this.of(target);
    counts.byStatus.set(status, (counts.byStatus.get(status) ?? 0) + 1);
    const seconds = ms / 1000;
    let at = 0;
    while (at < latencyBounds.length && seconds > latencyBounds[at]!) at += 1;
    counts.byLatency[at]! += 1;
    counts.seconds += seconds;
  }

  private of(target: string): RouteCounts {
    const second = target.indexOf('/', 1);
    const third = second < 0 ? -1 : target.indexOf('/', second + 1);
    const beginning = third < 0 ? target : target.slice(0, third);
    return this.byBeginning.get(beginning) ?? this.read(beginning);
  }

  private read(beginning: string): RouteCounts {
    const route = routeOf(beginning);
    const counts = this.counts.get(route) ?? none();
    this.counts.set(route, counts);
    if (beginning.length <= cacheLimits.length) this.remember(beginning, counts);
    return counts;
  }

  /** Copies the beginning: a slice would keep the whole target in memory. A full cache is cleared. */
  private remember(beginning: string, counts: RouteCounts): void {
    if (this.byBeginning.size >= cacheLimits.entries) this.byBeginning.clear();
    this.byBeginning.set(Buffer.from(beginning).toString(), counts);
  }
}

const none = (): RouteCounts => ({
  byStatus: new Map(),
  byLatency: Array.from({ length: latencyBounds.length + 1 }, () => 0),
  seconds: 0,
});
