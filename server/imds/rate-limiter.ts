import { LRUCache } from 'lru-cache';
import { linkOf } from '../addresses/link-of.ts';

/**
 * The allowance of every caller, whatever others do: the requests at once, and the further ones each second. A boot is
 * up to 150 requests in a second or two.
 */
export const burst = 2000;
export const refillPerSecond = 200;

/** The price of a request that is handed to the control plane: about as much work as this many answers from memory. */
export const handOverCost = 4;

/**
 * The number of allowances that all callers of one IPv6 link have together: none takes the allowance of the others
 * there, and a caller that gives itself many addresses gets no more than this.
 */
const sharesOfLink = 8;

/** The bytes of an answer that cost as much as one request; a part of them costs the same. */
const bytesPerRequest = 16 * 1024;

/** The part of all requests that a caller may have beyond its allowance. */
const maxShareBeyondAllowance = 1 / 8;

/** The maximum buckets that are kept of callers that are not machines in memory. */
const maxBuckets = 10_000;

/** The requests that one caller has left. */
export interface Bucket {
  /** The allowance of this bucket, as a multiple of that of one caller. */
  readonly shares: number;
  /** The bucket of the group that it belongs to. */
  readonly within?: Bucket | undefined;
  left: number;
  /** The time at which that was left, in milliseconds. */
  at: number;
  /** The price of its last answers beyond one request each; it is taken with the next request. */
  owed: number;
  /** The price of its requests beyond its allowance, refused ones included, in `second`. */
  beyond: number;
  second: number;
}

export const newBucket = (shares = 1, within?: Bucket): Bucket => ({
  shares,
  within,
  left: shares * burst,
  at: 0,
  owed: 0,
  beyond: 0,
  second: 0,
});

/** Charges an answer of this many bytes to a caller's bucket: the limit is on work, not on requests. */
export function charge(bucket: Bucket, bytes: number): void {
  if (bytes > bytesPerRequest) bucket.owed += Math.ceil(bytes / bytesPerRequest) - 1;
}

/**
 * Makes sure that no caller takes the service from the others: requests beyond a caller's allowance are admitted only
 * while they are a small part of the requests of all callers.
 */
export class RateLimiter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: maxBuckets });
  private second = 0;
  private thisSecond = 0;
  private lastSecond = 0;

  /** @param now the milliseconds of any clock that never goes back */
  constructor(private readonly now = () => performance.now()) {}

  /** True if a caller may make another request now. */
  allows(bucket: Bucket, requestPrice = 1): boolean {
    const now = this.now();
    this.turnTo(Math.floor(now / 1000));
    const price = requestPrice + bucket.owed;
    bucket.owed = 0;
    if (!this.takeFrom(bucket, price, now)) return false;
    if (bucket.within && !this.takeFrom(bucket.within, price, now)) return false;
    this.thisSecond += price;
    return true;
  }

  /** Gives back what a request took that should not count. */
  refund(bucket: Bucket, price = 1): void {
    bucket.left += price;
    if (bucket.within) bucket.within.left += price;
  }

  /**
   * Returns the bucket of a caller that is not a machine in memory. A caller with one IPv6 address can give itself all
   * others of its link: each address has its own bucket, and all addresses of a link share another one.
   */
  bucketFor(address: string): Bucket {
    const link = linkOf(address);
    return this.bucketOf(address, () => newBucket(1, link === address ? undefined : this.bucketOfLink(link)));
  }

  private bucketOfLink(link: string): Bucket {
    return this.bucketOf(link, () => newBucket(sharesOfLink));
  }

  private bucketOf(key: string, make: () => Bucket): Bucket {
    const bucket = this.buckets.get(key) ?? make();
    this.buckets.set(key, bucket);
    return bucket;
  }

  /** A bucket with at least one request left admits a request of any price: `left` may become negative. */
  private takeFrom(bucket: Bucket, price: number, now: number): boolean {
    const earned = ((now - bucket.at) * bucket.shares * refillPerSecond) / 1000;
    bucket.left = Math.min(bucket.shares * burst, bucket.left + earned);
    bucket.at = now;
    if (bucket.left < 1) return this.isSmall(bucket, price);
    bucket.left -= price;
    return true;
  }

  private isSmall(bucket: Bucket, price: number): boolean {
    if (bucket.second !== this.second) Object.assign(bucket, { second: this.second, beyond: 0 });
    bucket.beyond += price;
    return bucket.beyond < Math.max(this.thisSecond, this.lastSecond) * maxShareBeyondAllowance;
  }

  private turnTo(second: number): void {
    if (second === this.second) return;
    this.lastSecond = second === this.second + 1 ? this.thisSecond : 0;
    this.thisSecond = 0;
    this.second = second;
  }
}
