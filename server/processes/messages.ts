import type { Config } from '../config.ts';
import type { Change } from '../changes/change.ts';
import type { ExitCode } from '../errors.ts';
import type { ObservedEntry } from '../observed/last-request.ts';

/** A process of a server: those that answer machines are numbered from 1. */
export type Role = DataPlaneRole | { readonly plane: 'control' };

export interface DataPlaneRole {
  readonly plane: 'data';
  readonly number: number;
  /** True on the first start, when a failure ends the server; later the other processes serve meanwhile. */
  readonly isFirstStart: boolean;
}

/** Everything that a child process is sent by its parent, before any other message. */
export interface Assignment {
  readonly role: Role;
  readonly config: Config;
  /** The Unix socket at which the control plane serves. */
  readonly socketPath: string;
}

/** A request of one process to all others, which waits for their answers. */
export type PeerRequest =
  /** For the metrics of each process. */
  | { readonly about: 'metrics' }
  /** To invalidate what a commit changed. */
  | { readonly about: 'change'; readonly change: Change };

/** The failure of a process to start. */
export interface Failure {
  /** A sentence for the operator. */
  readonly reason: string;
  /** The exit code of the server, if it ends because of this. */
  readonly exitCode: ExitCode;
}

/** The control plane as seen by the process that watches it. */
export interface ControlPlaneState {
  /** True if the database was brought up to date and given its signing key since the start. */
  readonly isPrepared: boolean;
  /** True if GraphQL and the admin answer. */
  readonly isReady: boolean;
  /** The reason why it could not start. */
  readonly failure?: Failure | undefined;
  /** The reason why the database is not up to date yet, while that is retried. */
  readonly outage?: string | undefined;
}

/** Messages between the processes of a server; those that are not for the receiver itself are relayed to the others. */
export type Message =
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  /** Asks a child to end once all its requests are answered. */
  | { readonly kind: 'stop' }
  /** Asks for the state of the control plane; later states are sent without a request. */
  | { readonly kind: 'listening' }
  /** A child has exited; its parent sends this to itself. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  /** The control plane has brought the database up to date. */
  | { readonly kind: 'prepared' }
  /** The control plane cannot bring the database up to date yet, and tries again. */
  | { readonly kind: 'database-away'; readonly reason: string }
  /** A child serves from now on, except at missing addresses. */
  | { readonly kind: 'ready'; readonly missingAddresses?: readonly string[] }
  /** A child cannot start. */
  | ({ readonly kind: 'failed' } & Failure)
  | { readonly kind: 'control-plane'; readonly state: ControlPlaneState }
  /** The last requests of machines, for the control plane. */
  | { readonly kind: 'last-requests'; readonly entries: ObservedEntry[] }
  | { readonly kind: 'request'; readonly id: number; readonly request: PeerRequest }
  /** The answer of one process; or the answers of all, to the process that asked. */
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly unknown[] };
