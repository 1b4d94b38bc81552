import type { Config } from '../config.ts';
import type { Change } from '../changes/change.ts';
import type { ExitCode } from '../errors.ts';
import type { ObservedEntry } from '../observed/last-request.ts';

/** A process of a server: those that answer machines are numbered from 1. */
export type Role = DataPlaneRole | { readonly plane: 'control' };

export interface DataPlaneRole {
  readonly plane: 'data';
  readonly number: number;
  /** On the first start a failure ends the server; later the others serve meanwhile. */
  readonly isFirstStart: boolean;
}

/** Everything that a child process is told by the one that started it, before anything else. */
export interface Assignment {
  readonly role: Role;
  readonly config: Config;
  /** The Unix socket at which the control plane serves. */
  readonly socketPath: string;
}

/** Something that one process asks of all others, and waits for. */
export type PeerRequest =
  /** What each of them counted. */
  | { readonly about: 'metrics' }
  /** To forget what a commit makes different. */
  | { readonly about: 'change'; readonly change: Change };

/** Why a process cannot start. */
export interface Failure {
  /** In a sentence for the operator. */
  readonly reason: string;
  /** That of the server, where it ends for this. */
  readonly exitCode: ExitCode;
}

/** The control plane as the process sees it that watches it. */
export interface ControlPlaneState {
  /** Whether the database is up to date and has its signing key: it was seen to that since the start. */
  readonly isPrepared: boolean;
  /** Whether GraphQL and the admin answer. */
  readonly isReady: boolean;
  /** Why it could not start. */
  readonly failure?: Failure | undefined;
  /** The reason why the database is not up to date yet, while that is tried again. */
  readonly outage?: string | undefined;
}

/** Messages between the processes of a server; those that are not for the receiver itself are relayed to the others. */
export type Message =
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  /** Asks a child to end once everything that it was asked is answered. */
  | { readonly kind: 'stop' }
  /** Asks for the state of the control plane, and to be told of it from now on. */
  | { readonly kind: 'listening' }
  /** A child is gone; its parent says so to itself. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  /** The control plane has brought the database up to date. */
  | { readonly kind: 'prepared' }
  /** The control plane cannot bring the database up to date yet, and tries again. */
  | { readonly kind: 'database-away'; readonly reason: string }
  /** A child answers from now on, but for addresses that it waits for. */
  | { readonly kind: 'ready'; readonly missingAddresses?: readonly string[] }
  /** A child cannot start. */
  | ({ readonly kind: 'failed' } & Failure)
  | { readonly kind: 'control-plane'; readonly state: ControlPlaneState }
  /** The last requests of machines, for the control plane. */
  | { readonly kind: 'last-requests'; readonly entries: ObservedEntry[] }
  | { readonly kind: 'request'; readonly id: number; readonly request: PeerRequest }
  /** The answer of one process; or, to the one that asked, the answers of all. */
  | { readonly kind: 'answers'; readonly id: number; readonly answers: readonly unknown[] };
