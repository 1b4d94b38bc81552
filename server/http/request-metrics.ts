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

/** Why a request or a connection was refused before anybody looked at what was asked. */
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

/** Which kind a request target is of; what is spelled unusually is `other`. */
export function routeOf(target: string): Route {
  const [, first = '', second = ''] = /^\/([^/?]*)(?:\/([^/?]*))?/.exec(target) ?? [];
  if (first === '') return target === '/' ? '/' : 'other';
  if (!/^(latest|1\.0|20\d\d-\d\d-\d\d)$/.test(first)) return ofTheirOwn.get(first) ?? 'other';
  return second === '' ? '/:version' : (ofVersion.get(second) ?? 'other');
}

/** Upper bounds of the classes of the latency histogram, in seconds. */
export const latencyBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What was counted of one kind of requests. */
export interface RouteCounts {
  /** Requests by status; 0 where the connection ended before the answer. */
  byStatus: Map<number, number>;
  /** Requests by class of latency, each by itself, with those above the last bound at the end. */
  byLatency: number[];
  /** Of all of them, in seconds. */
  time: number;
}

/** Beginnings of targets that are told apart without reading them again: how many, and their length in characters. */
const limits = { beginnings: 500, length: 64 };

/** Counts requests by kind and status, and how long they took. A request costs a look into two maps. */
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
    counts.time += seconds;
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
    if (beginning.length <= limits.length) this.remember(beginning, counts);
    return counts;
  }

  /** Copied: a slice would keep the whole target in memory. Whoever fills the map with others does not stay in it. */
  private remember(beginning: string, counts: RouteCounts): void {
    if (this.byBeginning.size >= limits.beginnings) this.byBeginning.clear();
    this.byBeginning.set(Buffer.from(beginning).toString(), counts);
  }
}

const none = (): RouteCounts => ({
  byStatus: new Map(),
  byLatency: Array.from({ length: latencyBounds.length + 1 }, () => 0),
  time: 0,
});
