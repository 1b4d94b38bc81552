import { LRUCache } from 'lru-cache';
import { linkOf } from '../networks/link-of.ts';

/**
 * What everybody may ask for whatever others do: so many requests at once, and as many more each second. A boot is up to
 * 150 requests in a second or two.
 */
export const burst = 2000;
export const refillPerSecond = 200;

/** A request that is handed over to the control plane is about as much work as so many answers from memory. */
export const handOverPrice = 4;

/**
 * The shares that all callers of one IPv6 link have together: none takes from the others there what is due to
 * them, and whoever gives itself many addresses gets no more than this.
 */
const sharesOfLink = 8;

/** So many bytes of an answer, or a part of them, are the work of one request. */
const bytesOfRequest = 16 * 1024;

/** Which part of all requests somebody may have beyond that. */
const largestPart = 1 / 8;

/** How many callers are remembered that are no machine in memory. */
const most = 10_000;

/** What one caller has left. */
export interface Account {
  /** How many times what is due to a caller is due to it. */
  readonly shares: number;
  /** The account of all that it is one of. */
  readonly within?: Account | undefined;
  left: number;
  /** When that was so, in milliseconds. */
  at: number;
  /** The price of its last answers beyond one request each; it is taken with the next request. */
  owed: number;
  /** What it had beyond its due, and in which second. */
  beyond: number;
  second: number;
}

export const newAccount = (shares = 1, within?: Account): Account => ({
  shares,
  within,
  left: shares * burst,
  at: 0,
  owed: 0,
  beyond: 0,
  second: 0,
});

/** Charges an answer of so many bytes to the account of who asked: what is shared is work, not requests. */
export function charge(account: Account, bytes: number): void {
  if (bytes > bytesOfRequest) account.owed += Math.ceil(bytes / bytesOfRequest) - 1;
}

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
  admits(account: Account, now: number, requestPrice = 1): boolean {
    this.turnTo(Math.floor(now / 1000));
    const price = requestPrice + account.owed;
    account.owed = 0;
    if (!this.takeFrom(account, price, now)) return false;
    if (account.within && !this.takeFrom(account.within, price, now)) return false;
    this.thisSecond += price;
    return true;
  }

  /** Gives back what a request took that should not count. */
  refund(account: Account, price = 1): void {
    account.left += price;
    if (account.within) account.within.left += price;
  }

  /**
   * The account of a caller that is no machine in memory. Whoever has one IPv6 address can give itself all others of its
   * link: each has an account of its own, and those of a link one together.
   */
  of(address: string): Account {
    const link = linkOf(address);
    return this.known(address, () => newAccount(1, link === address ? undefined : this.ofLink(link)));
  }

  private ofLink(link: string): Account {
    return this.known(link, () => newAccount(sharesOfLink));
  }

  private known(who: string, make: () => Account): Account {
    const account = this.accounts.get(who) ?? make();
    this.accounts.set(who, account);
    return account;
  }

  /** An account with anything left gets its request, whatever the price; the rest of the price is missing later. */
  private takeFrom(account: Account, price: number, now: number): boolean {
    const earned = ((now - account.at) * account.shares * refillPerSecond) / 1000;
    account.left = Math.min(account.shares * burst, account.left + earned);
    account.at = now;
    if (account.left < 1) return this.isSmall(account, price);
    account.left -= price;
    return true;
  }

  private isSmall(account: Account, price: number): boolean {
    if (account.second !== this.second) Object.assign(account, { second: this.second, beyond: 0 });
    account.beyond += price;
    return account.beyond < Math.max(this.thisSecond, this.lastSecond) * largestPart;
  }

  private turnTo(second: number): void {
    if (second === this.second) return;
    this.lastSecond = second === this.second + 1 ? this.thisSecond : 0;
    this.thisSecond = 0;
    this.second = second;
  }
}
