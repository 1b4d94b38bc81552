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
const largestShareBeyond = 1 / 8;

/** How many callers are remembered that are no machine in memory. */
const maxBuckets = 10_000;

/** What one caller has left. */
export interface Bucket {
  /** How many times what is due to a caller is due to it. */
  readonly shares: number;
  /** The account of all that it is one of. */
  readonly within?: Bucket | undefined;
  left: number;
  /** When that was so, in milliseconds. */
  at: number;
  /** The price of its last answers beyond one request each; it is taken with the next request. */
  owed: number;
  /** What it had beyond its due, and in which second. */
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

/** Charges an answer of so many bytes to the account of who asked: what is shared is work, not requests. */
export function charge(bucket: Bucket, bytes: number): void {
  if (bytes > bytesOfRequest) bucket.owed += Math.ceil(bytes / bytesOfRequest) - 1;
}

/**
 * Sees to it that nobody takes the service from the others: who asks for more than its due gets it only while that is a
 * small part of what all together ask for.
 */
export class RateLimiter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: maxBuckets });
  private second = 0;
  private thisSecond = 0;
  private lastSecond = 0;

  /** Whether a caller may have another request now, in milliseconds of any clock that never goes back. */
  allows(bucket: Bucket, now: number, requestPrice = 1): boolean {
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
   * The account of a caller that is no machine in memory. Whoever has one IPv6 address can give itself all others of its
   * link: each has an account of its own, and those of a link one together.
   */
  bucketFor(address: string): Bucket {
    const link = linkOf(address);
    return this.bucketOf(address, () => newBucket(1, link === address ? undefined : this.bucketOfLink(link)));
  }

  private bucketOfLink(link: string): Bucket {
    return this.bucketOf(link, () => newBucket(sharesOfLink));
  }

  private bucketOf(who: string, make: () => Bucket): Bucket {
    const bucket = this.buckets.get(who) ?? make();
    this.buckets.set(who, bucket);
    return bucket;
  }

  /** An account with anything left gets its request, whatever the price; the rest of the price is missing later. */
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
    return bucket.beyond < Math.max(this.thisSecond, this.lastSecond) * largestShareBeyond;
  }

  private turnTo(second: number): void {
    if (second === this.second) return;
    this.lastSecond = second === this.second + 1 ? this.thisSecond : 0;
    this.thisSecond = 0;
    this.second = second;
  }
}
