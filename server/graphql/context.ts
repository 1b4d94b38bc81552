import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.ts';
import type { SignInGuard } from '../access/sign-in-guard.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Problems } from '../errors.ts';
import type { GuestPreviews } from '../guests/guest-previews.ts';
import type { LastRequests } from '../observed/last-requests.ts';
import type { Encryption } from '../encryption.ts';
import type { Deadline } from './deadline.ts';

/** The cookie that keeps a person signed in, as far as a resolver may touch it. */
export interface SessionCookie {
  /** The token the browser sent, if any. */
  readonly token: string | undefined;
  set(token: string, expiresAt: Date): void;
  clear(): void;
}

/** What every resolver gets beside its arguments. */
export interface Context {
  /** This request's own fork; in a mutation the fork of its unit of work. */
  em: EntityManager;
  /** Who asks; nobody is an actor too. */
  actor: Actor;
  /** When the operation has to be done; set as soon as it begins. */
  deadline?: Deadline;
  /** Where a mutation collects what is wrong with its input. */
  problems: Problems;
  readonly requestId: string;
  /** The address the request came from. */
  readonly address: string;
  readonly userAgent: string | undefined;
  readonly cookie: SessionCookie;
  /** Checks and hashes passwords. */
  readonly signIns: SignInGuard;
  readonly config: Config;
  /** Closes and opens what is kept secret at rest. */
  readonly encryption: Encryption;
  /** The last requests of machines. */
  readonly lastRequests: LastRequests;
  /** What machines are told. */
  readonly guests: GuestPreviews;
  readonly clock: Clock;
}
