import { createHash } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/core';
import type { Clock } from '../clock.ts';
import { RateLimited } from '../errors.ts';
import type { Log } from '../log.ts';
import { linkOf } from '../addresses/link-of.ts';
import { usernamePattern } from './credentials-rules.ts';
import { FailedSignIns } from './failed-sign-ins.ts';
import { GuessLimits, type Guess } from './guess-limits.ts';
import { hashOfNobody, hashPassword, verifyPassword } from './password.ts';
import { PasswordQueue } from './password-queue.ts';
import { hasSignedInFrom } from './sign-in-links.ts';
import { User } from './user.entity.ts';

/** An attempt to sign in. */
export interface Claim {
  username: string;
  password: string;
  address: string;
  requestId: string;
}

/** The distrust of known users, who go before strangers. */
const trusted = { distrust: -1 };

/** Limits every use of a password in this process: the hashes that run at once, and the rate of guesses. */
export class SignInGuard {
  /** For the metrics: right and wrong passwords, and attempts that were refused without a check. */
  readonly counts = { succeeded: 0, failed: 0, limited: 0 };
  private readonly limits = new GuessLimits();
  private readonly queue = new PasswordQueue();
  private readonly failures: FailedSignIns;

  constructor(private readonly parts: { em: () => EntityManager; clock: Clock; log: Log }) {
    this.failures = new FailedSignIns(parts);
  }

  /** Hashes a new password for a signed-in user. @throws RATE_LIMITED */
  hash(password: string): Promise<string> {
    return this.queue.run(trusted, () => hashPassword(password));
  }

  /** Returns the user of this name and password; undefined if wrong or if the user is disabled. @throws RATE_LIMITED */
  async findClaimed(claim: Claim): Promise<User | undefined> {
    try {
      return await this.check(claim);
    } catch (error) {
      if (error instanceof RateLimited) this.counts.limited += 1;
      throw error;
    }
  }

  /** Writes the pending entries of the history. */
  close(): Promise<void> {
    return this.failures.close();
  }

  private async check(claim: Claim): Promise<User | undefined> {
    const { username, address } = claim;
    const link = linkOf(address);
    const [name, pair] = [keyOf(username), keyOf(username, link)];
    this.expectNoDelay({ pair, link });
    const { user, isKnown } = await this.find(username, link);
    const guess: Guess = { name, pair, link, isKnown };
    refuseFor(this.limits.reserveCheck(guess, this.now()));
    const distrust = isKnown ? trusted.distrust : this.limits.failuresLately(link, this.now());
    return this.queue.run({ key: isKnown ? pair : name, link, distrust }, async () => {
      this.expectNoDelay(guess);
      return this.verify(claim, { guess, user });
    });
  }

  /** Looks for the user of a name, unless it is no valid name. */
  private async find(username: string, link: string): Promise<{ user?: User; isKnown: boolean }> {
    if (!usernamePattern.test(username)) return { isKnown: false };
    const em = this.parts.em();
    const user = await em.findOne(User, { username });
    const isKnown = await hasSignedInFrom(em, { username, link, now: this.parts.clock() });
    return user ? { user, isKnown } : { isKnown };
  }

  /** Takes as long for a name that no user has. */
  private async verify(
    { password, ...claim }: Claim,
    { guess, user }: { guess: Guess; user?: User | undefined },
  ): Promise<User | undefined> {
    const isRight = await verifyPassword(password, user?.passwordHash ?? hashOfNobody);
    if (isRight && user && !user.disabled) {
      this.counts.succeeded += 1;
      this.limits.succeeded(guess, this.now());
      return user;
    }
    this.counts.failed += 1;
    this.limits.failed(guess, this.now());
    this.failures.note({ ...claim, user });
    return undefined;
  }

  private expectNoDelay(guess: Pick<Guess, 'pair' | 'link'>): void {
    refuseFor(this.limits.delayMs(guess, this.now()));
  }

  private now(): number {
    return this.parts.clock().getTime();
  }
}

function refuseFor(delayMs: number): void {
  if (delayMs > 0)
    throw new RateLimited('There were other tries to sign in with this name.', Math.ceil(delayMs / 1000));
}

/** A key of a fixed size, however long the name is that a client sends. */
const keyOf = (...parts: string[]) => createHash('sha256').update(parts.join('\0')).digest('base64');
