import type { Change } from '../database/change.ts';
import type { SeenEntry } from '../guests/sightings.ts';

/** What one process asks all others, and waits for. */
export type Question =
  /** What each of them counted. */
  | { readonly about: 'metrics' }
  /** To forget what a commit makes different. */
  | { readonly about: 'change'; readonly change: Change };

/** What processes of one server say to each other; each is told by the one that watches over them. */
export type Message =
  /** Machines that one of them saw, for all others. */
  | { readonly kind: 'sightings'; readonly seen: SeenEntry[] }
  | { readonly kind: 'question'; readonly id: number; readonly question: Question }
  /** What one of them answers; and to the one that asked, what all did. */
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly unknown[] }
  /** It listens, and can take over its part. */
  | { readonly kind: 'ready' };

/** Which of the processes of a server this one is, from 1; undefined where there is one alone. */
export const workerNumber = (): number | undefined =>
  process.env.CLOUDMETA_WORKER === undefined ? undefined : Number(process.env.CLOUDMETA_WORKER);

/** The socket of the process that serves the admin. */
export const adminSocketOf = (): string | undefined => process.env.CLOUDMETA_ADMIN_SOCKET;
