import type { Registry } from 'prom-client';
import type { ChangeFeed } from '../changes/change-feed.ts';
import type { GuestStore } from '../guests/guest-store.ts';
import type { DelayedRefusals } from '../imds/delayed-refusals.ts';
import type { ImdsHandler } from '../imds/imds-handler.ts';
import type { Metric, MetricValue } from './metric.ts';
import { latencyBounds, type RequestMetrics } from './request-metrics.ts';

/** The parts that metrics are read from. */
export interface Counted {
  requests: RequestMetrics;
  refusals: DelayedRefusals;
  guests: GuestStore;
  metadata: ImdsHandler;
  feed: ChangeFeed;
  /** The link to the control plane. */
  link: { readonly isReady: boolean };
}

let ofProcess: Promise<Registry> | undefined;

/** Memory, processor, event loop and garbage collection of this process, measured from the first call on. */
async function processMetrics(plane: 'data' | 'control'): Promise<Metric[]> {
  ofProcess ??= import('prom-client').then(({ collectDefaultMetrics, Registry: OwnRegistry }) => {
    const register = new OwnRegistry();
    collectDefaultMetrics({ register });
    register.setDefaultLabels({ plane });
    return register;
  });
  return (await (await ofProcess).getMetricsAsJSON()) as unknown as Metric[];
}

const metric = (type: Metric['type'], name: string, rest: Pick<Metric, 'help' | 'values'>): Metric => ({
  type,
  name: `cloudmeta_${name}`,
  aggregator: 'sum',
  ...rest,
});

/** The values of a counter by one label. */
const byLabel = (label: string, counts: Map<string, number>): MetricValue[] =>
  Array.from(counts, ([name, value]) => ({ value, labels: { [label]: name } }));

const single = (value: number): MetricValue[] => [{ value, labels: {} }];

const counter = (name: string, help: string, value: number) =>
  metric('counter', name, { help, values: single(value) });

const gauge = (name: string, help: string, value: number) =>
  metric('gauge', name, { help, values: single(value) });

/** A gauge that is 1 if the statement is true of all processes, and else 0. */
const state = (name: string, help: string, isSo: boolean): Metric => ({
  ...gauge(name, help, Number(isSo)),
  aggregator: 'min',
});

/** All metrics of this process since its start. */
export async function metricsOf(counted: Counted): Promise<Metric[]> {
  const { feed, link } = counted;
  return [
    ...metricsOfRequests(counted),
    ...metricsOfGuests(counted.guests),
    state(
      'database_changes_live',
      '1 while all changes of the database are received, 0 while it is away.',
      feed.isLive,
    ),
    state('control_plane_up', 'Whether GraphQL and the admin answer.', link.isReady),
    ...(await processMetrics('data')),
  ];
}

/** All metrics of the control plane's process; `signIns` are counts by outcome. */
export async function metricsOfControlPlane(signIns: Readonly<Record<string, number>>): Promise<Metric[]> {
  const outcomes = new Map(Object.entries(signIns));
  const help = 'Passwords that were right or wrong, and tries that were refused without a look at them.';
  return [
    metric('counter', 'sign_ins_total', { help, values: byLabel('outcome', outcomes) }),
    ...(await processMetrics('control')),
  ];
}

function metricsOfRequests({ requests, refusals, metadata }: Counted): Metric[] {
  return [
    metric('counter', 'http_requests_total', {
      help: 'Requests by the pattern of their path and their status; status 0: the connection ended first.',
      values: [...requests.counts].flatMap(([route, { byStatus }]) =>
        [...byStatus].map(([status, value]) => ({ value, labels: { route, status } })),
      ),
    }),
    latencies(requests),
    metric('counter', 'http_refusals_total', {
      help: 'Requests and connections refused before anybody looked at what was asked, by reason.',
      values: byLabel('reason', requests.refusals),
    }),
    gauge('held_requests', 'Requests that wait for the database just now.', metadata.held.count),
    metric('counter', 'held_requests_total', {
      help: 'Requests whose machine could not be looked up at once, by what became of them.',
      values: byLabel('ending', metadata.held.endings),
    }),
    counter('tokens_issued_total', 'Session tokens that machines were given.', metadata.counts.tokens),
    counter('requests_throttled_total', 'Requests refused for being too many of one caller.', refusals.count),
  ];
}

function metricsOfGuests({ counts, state: { inMemory, waiting } }: GuestStore): Metric[] {
  return [
    gauge('guests_in_memory', 'Machines whose view is kept in memory.', inMemory),
    counter('guest_cache_hits_total', 'Requests of machines that were in memory.', counts.fromMemory),
    counter(
      'guest_cold_lookups_total',
      'Look-ups that a request waited for; one that is held looks again.',
      counts.cold,
    ),
    gauge('guest_lookups_waiting', 'Requests that wait for a look-up just now.', waiting),
    counter('guest_queries_total', 'Queries of the database for machines.', counts.queries),
    counter('guest_queries_failed_total', 'Queries for machines that got no answer.', counts.failedQueries),
    counter(
      'guest_unknown_total',
      'Addresses that were looked up and that nobody registered.',
      counts.unknown,
    ),
    counter('database_changes_total', 'Changes of the database that were received.', counts.changes),
  ];
}

/** Each bucket of a Prometheus histogram includes the counts of the smaller ones. */
function latencies({ counts }: RequestMetrics): Metric {
  const name = 'cloudmeta_http_request_duration_seconds';
  const values = [...counts].flatMap(([route, { byLatency, seconds }]) => {
    let sum = 0;
    const buckets = byLatency.map((count, n) => {
      sum += count;
      return { value: sum, labels: { route, le: latencyBounds[n] ?? '+Inf' }, metricName: `${name}_bucket` };
    });
    const [labels, total] = [{ route }, sum];
    return [
      ...buckets,
      { value: seconds, labels, metricName: `${name}_sum` },
      { value: total, labels, metricName: `${name}_count` },
    ];
  });
  const help = 'How long requests took, by the pattern of their path.';
  return metric('histogram', 'http_request_duration_seconds', { help, values });
}
