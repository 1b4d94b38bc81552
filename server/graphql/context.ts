import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.ts';
import type { ReadPermissions } from '../access/read-permissions.ts';
import type { SignInGuard } from '../access/sign-in-guard.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Problems } from '../errors.ts';
import type { GuestPreviews } from '../guests/guest-previews.ts';
import type { LastRequests } from '../observed/last-requests.ts';
import type { Encryption } from '../encryption.ts';
import type { Deadline } from './deadline.ts';
import type { OperationBudget } from './operation-budget.ts';

/** The session cookie, as resolvers may read and change it. */
export interface SessionCookie {
  /** The token the browser sent, if any. */
  readonly token: string | undefined;
  set(token: string, expiresAt: Date): void;
  clear(): void;
}

/** The context of a request, which every resolver gets beside its arguments. */
export interface Context {
  /** This request's own fork; in a mutation the fork of its unit of work. */
  em: EntityManager;
  /** The caller; one that is not signed in is an actor of the kind NOBODY. */
  actor: Actor;
  /** The time limit of the operation; set as soon as it begins. */
  deadline?: Deadline;
  /** The limit on what the operation finds; set as soon as it begins. */
  budget?: OperationBudget;
  /** Collects the problems of a mutation's input. */
  problems: Problems;
  readonly requestId: string;
  /** The address the request came from. */
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly cookie: SessionCookie;
  /** The permissions to read objects, by their types. */
  readonly readPermissions: ReadPermissions;
  /** Checks and hashes passwords. */
  readonly signIns: SignInGuard;
  readonly config: Config;
  /** Encrypts and decrypts secrets that are stored. */
  readonly encryption: Encryption;
  /** The last metadata requests of machines. */
  readonly lastRequests: LastRequests;
  /** The metadata that machines are served, as the database has it now. */
  readonly guests: GuestPreviews;
  readonly clock: Clock;
}
