import { LRUCache } from 'lru-cache';
import { linkOf } from '../networks/link-of.ts';

/**
 * What everybody may ask for whatever others do: so many requests at once, and as many more each second. A boot is up to
 * 150 requests in a second or two.
 */
const due = { atOnce: 2000, eachSecond: 200 };

/** Which part of all requests somebody may have beyond that. */
const largestPart = 1 / 8;

/** How many callers are remembered that are no machine in memory. */
const most = 10_000;

/** What one caller has left. */
export interface Account {
  left: number;
  /** When that was so, in milliseconds. */
  at: number;
  /** What it had beyond its due, and in which second. */
  beyond: number;
  second: number;
}

export const newAccount = (): Account => ({ left: due.atOnce, at: 0, beyond: 0, second: 0 });

/**
 * Sees to it that nobody takes the service from the others: who asks for more than its due gets it only while that is a
 * small part of what all together ask for.
 */
export class FairShare {
  private readonly accounts = new LRUCache<string, Account>({ max: most });
  private second = 0;
  private thisSecond = 0;
  private lastSecond = 0;

  /** Whether a caller may have another request now, in milliseconds of any clock that never goes back. */
  admits(account: Account, now: number): boolean {
    this.turnTo(Math.floor(now / 1000));
    account.left = Math.min(due.atOnce, account.left + ((now - account.at) * due.eachSecond) / 1000);
    account.at = now;
    if (account.left >= 1) account.left -= 1;
    else if (!this.isSmall(account)) return false;
    this.thisSecond += 1;
    return true;
  }

  /** Gives back what a request took that should not count. */
  refund(account: Account): void {
    account.left += 1;
  }

  /** The account of a caller that is no machine in memory. */
  of(address: string): Account {
    const who = linkOf(address);
    const account = this.accounts.get(who) ?? newAccount();
    this.accounts.set(who, account);
    return account;
  }

  private isSmall(account: Account): boolean {
    if (account.second !== this.second) Object.assign(account, { second: this.second, beyond: 0 });
    account.beyond += 1;
    return account.beyond < Math.max(this.thisSecond, this.lastSecond) * largestPart;
  }

  private turnTo(second: number): void {
    if (second === this.second) return;
    this.lastSecond = second === this.second + 1 ? this.thisSecond : 0;
    this.thisSecond = 0;
    this.second = second;
  }
}
