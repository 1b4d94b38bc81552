import type { SeenEntry } from '../guests/sightings.ts';
import type { Metric } from '../http/metrics.ts';

/** What processes of one server say to each other; each is told by the one that watches over them. */
export type Message =
  /** Machines that one of them saw, for all others. */
  | { readonly kind: 'sightings'; readonly seen: SeenEntry[] }
  /** Somebody asks for the metrics of all. */
  | { readonly kind: 'metrics?'; readonly id: number }
  /** What one of them counted; and to the one that asked, what all did. */
  | { readonly kind: 'metrics'; readonly id: number; readonly metrics: Metric[][] }
  /** It listens, and can take over its part. */
  | { readonly kind: 'ready' };

/** Which of the processes of a server this one is, from 1; undefined where there is one alone. */
export const workerNumber = (): number | undefined =>
  process.env.CLOUDMETA_WORKER === undefined ? undefined : Number(process.env.CLOUDMETA_WORKER);

/** The socket of the process that serves the admin. */
export const adminSocketOf = (): string | undefined => process.env.CLOUDMETA_ADMIN_SOCKET;
