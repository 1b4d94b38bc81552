import { LRUCache } from 'lru-cache';
import { ReservedTurns } from './reserved-turns.ts';

/** The failures of a name at an address without a delay, and the first and longest delay; each failure doubles it. */
const delays = { freeFailures: 1, firstMs: 1000, maxMs: 60_000 };

/** The time between two checks of one name from addresses where it has not signed in lately. */
const strangerIntervalMs = 1000;

/** Failures no longer count after this time without another one. */
const memoryMs = 60 * 60 * 1000;

/** The half-life of the failures at an address. */
const halfLifeMs = 60_000;

/**
 * The maximum size of each cache. A failure costs a slow hash, so guessers cannot evict theirs; a name whose next turn
 * is evicted is only checked once more.
 */
const maxEntries = 20_000;

/** A cache of so many entries; with `max` the memory for all of them would be allocated at each start. */
const cacheOf = <Value extends {}>() =>
  new LRUCache<string, Value>({ maxSize: maxEntries, sizeCalculation: () => 1 });

/** An attempt to sign in, by keys of a fixed size. */
export interface Guess {
  /** The key of the user name. */
  name: string;
  /** The key of the user name together with the link that the attempt comes from. */
  pair: string;
  link: string;
  /** True if the name has signed in from this link lately. */
  isKnown: boolean;
}

/** The failures of a name at a link. */
interface Failures {
  count: number;
  /** The time of the last one, in milliseconds since 1970. */
  at: number;
  delayMs: number;
}

/**
 * Decides when a password may be checked. Delays grow for each name at each link. Checks of a name from strangers, that
 * is links where it has not signed in lately, are a second apart in total. Each stranger that has to wait gets a
 * reserved turn, so that no guesser can keep others from being checked.
 */
export class GuessLimits {
  private readonly failures = cacheOf<Failures>();
  private readonly reserved = new ReservedTurns();
  /** The time of the next turn for strangers, by name. */
  private readonly turns = cacheOf<number>();
  /** The time of the last check without a turn, by name. */
  private readonly freeTries = cacheOf<number>();
  private readonly links = cacheOf<{ failures: number; at: number }>();

  /** Returns the milliseconds until the name may be checked at this link. A clock set back ends every delay. */
  delayMs(guess: Pick<Guess, 'pair' | 'link'>, now: number): number {
    const { at = 0, delayMs = 0 } = this.failures.get(guess.pair) ?? {};
    const turn = this.reserved.find(guess);
    return Math.max(leftOf(at, delayMs, now), turn ? leftOf(turn.at, turn.waitMs, now) : 0);
  }

  /** Reserves a turn for a check, or uses it. @returns the milliseconds until the turn; 0 if the check may run now */
  reserveCheck(guess: Guess, now: number): number {
    const delayMs = this.delayMs(guess, now);
    if (delayMs > 0 || guess.isKnown) return delayMs;
    if (this.reserved.take(guess)) return 0;
    const waitMs = this.strangerWaitMs(guess.name, now);
    if (waitMs === 0 || this.takeFreeTry(guess, now)) {
      this.turns.set(guess.name, now + Math.max(waitMs, strangerIntervalMs));
      return 0;
    }
    if (waitMs <= delays.maxMs - strangerIntervalMs) this.keepTurn(guess, { now, waitMs });
    return waitMs;
  }

  failed(guess: Guess, now: number): void {
    const count = this.failuresOf(guess, now) + 1;
    const doublings = count - delays.freeFailures - 1;
    const delayMs = doublings < 0 ? 0 : Math.min(delays.maxMs, delays.firstMs * 2 ** doublings);
    this.failures.set(guess.pair, { count, at: now, delayMs });
    this.links.set(guess.link, { failures: this.failuresLately(guess.link, now) + 1, at: now });
  }

  /** A right password was no guess: the next stranger does not have to wait because of it. */
  succeeded(guess: Guess, now: number): void {
    this.failures.delete(guess.pair);
    this.reserved.take(guess);
    if (this.strangerWaitMs(guess.name, now) <= strangerIntervalMs) this.turns.delete(guess.name);
  }

  /** The number of recent failures of a link with any names, decayed by their age. */
  failuresLately(link: string, now: number): number {
    const { failures = 0, at = now } = this.links.get(link) ?? {};
    return failures * 0.5 ** (Math.max(0, now - at) / halfLifeMs);
  }

  /** Allows a second try at once after one mistake, but only one per name and second: more would be guessing. */
  private takeFreeTry(guess: Guess, now: number): boolean {
    if (this.failuresOf(guess, now) !== delays.freeFailures) return false;
    const sinceMs = Math.abs(now - (this.freeTries.get(guess.name) ?? Number.NEGATIVE_INFINITY));
    if (sinceMs < strangerIntervalMs) return false;
    this.freeTries.set(guess.name, now);
    return true;
  }

  private failuresOf({ pair }: Guess, now: number): number {
    const known = this.failures.get(pair);
    return known && now - known.at < memoryMs ? known.count : 0;
  }

  /** No turn is reserved later than the longest delay; one that is later shows that the clock was set back. */
  private strangerWaitMs(name: string, now: number): number {
    const waitMs = (this.turns.get(name) ?? 0) - now;
    return waitMs < 0 || waitMs > delays.maxMs ? 0 : waitMs;
  }

  private keepTurn(guess: Guess, { now, waitMs }: { now: number; waitMs: number }): void {
    this.reserved.reserve(guess, { at: now, waitMs });
    this.turns.set(guess.name, now + waitMs + strangerIntervalMs);
  }
}

/** The rest of a delay that began at a time, in milliseconds. */
const leftOf = (at: number, delayMs: number, now: number) => (now < at ? 0 : Math.max(0, at + delayMs - now));
