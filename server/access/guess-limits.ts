import { LRUCache } from 'lru-cache';

/** Failures of a name at an address until each further one costs twice the time, and the longest time. */
const delays = { freeFailures: 1, firstMs: 1000, maxMs: 60_000 };

/** Between two checks of one name that come from addresses where it has not signed in lately. */
const strangerIntervalMs = 1000;

/** Failures are forgotten after such a time without another one. */
const memoryMs = 60 * 60 * 1000;

/** The time in which failures at an address count half as much. */
const halfLifeMs = 60_000;

/** Entries that are remembered of each sort. A check takes a hash, so nobody can push out what counts against them. */
const maxEntries = 20_000;

/** A try to find out a password, by keys of a fixed size. */
export interface Guess {
  /** The key of the user name. */
  name: string;
  /** The key of the user name together with the link that it is tried from. */
  pair: string;
  link: string;
  /** Whether the name has signed in from there lately. */
  isKnown: boolean;
}

/** What is remembered of a name at a link. */
interface Pair {
  failures: number;
  /** When the delay began, in milliseconds. */
  at: number;
  delayMs: number;
  /** Whether the end of the delay is a turn that was kept for this pair. */
  hasTurn: boolean;
}

/**
 * Decides when a password may be checked. Delays grow for each name at each link. A name's checks from links where it
 * has not signed in lately are a second apart, whoever sends them, and each who has to wait is given a turn of its own,
 * so that nobody who guesses can keep others from being checked.
 */
export class GuessLimits {
  private readonly pairs = new LRUCache<string, Pair>({ max: maxEntries });
  /** When the next stranger's check of a name may be made. */
  private readonly turns = new LRUCache<string, number>({ max: maxEntries });
  /** The moments of the last checks of names that were made without a turn. */
  private readonly freeTries = new LRUCache<string, number>({ max: maxEntries });
  private readonly links = new LRUCache<string, { failures: number; at: number }>({ max: maxEntries });

  /** Milliseconds until the name may be checked at this link again. A clock that was set back ends every delay. */
  delayMs({ pair }: Pick<Guess, 'pair'>, now: number): number {
    const { at = 0, delayMs = 0 } = this.pairs.get(pair) ?? {};
    return now < at ? 0 : Math.max(0, at + delayMs - now);
  }

  /** Takes the turn of a check. @returns the milliseconds until there is one; 0 where it may be made now */
  reserveCheck(guess: Guess, now: number): number {
    const delayMs = this.delayMs(guess, now);
    if (delayMs > 0 || guess.isKnown) return delayMs;
    const pair = this.pairs.get(guess.pair);
    if (pair?.hasTurn) {
      pair.hasTurn = false;
      return 0;
    }
    const waitMs = this.strangerWaitMs(guess.name, now);
    if (waitMs === 0 || this.takeFreeTry(guess, now)) {
      this.turns.set(guess.name, now + Math.max(waitMs, strangerIntervalMs));
      return 0;
    }
    if (waitMs <= delays.maxMs - strangerIntervalMs) this.keepTurn(guess, { now, waitMs });
    return waitMs;
  }

  failed(guess: Guess, now: number): void {
    const failures = this.failuresOf(guess, now) + 1;
    const doublings = failures - delays.freeFailures - 1;
    const delayMs = doublings < 0 ? 0 : Math.min(delays.maxMs, delays.firstMs * 2 ** doublings);
    const { hasTurn = false } = this.pairs.get(guess.pair) ?? {};
    this.pairs.set(guess.pair, { failures, at: now, delayMs, hasTurn });
    this.links.set(guess.link, { failures: this.failuresLately(guess.link, now) + 1, at: now });
  }

  /** A right password was no guess: the next stranger need not wait for it. */
  succeeded({ pair, name }: Guess, now: number): void {
    this.pairs.delete(pair);
    if (this.strangerWaitMs(name, now) <= strangerIntervalMs) this.turns.delete(name);
  }

  /** How much a link has failed in the last minutes, with whatever names. */
  failuresLately(link: string, now: number): number {
    const { failures = 0, at = now } = this.links.get(link) ?? {};
    return failures * 0.5 ** (Math.max(0, now - at) / halfLifeMs);
  }

  /** Whoever mistyped once may try again at once, as long as not many do with the same name: that is guessing. */
  private takeFreeTry(guess: Guess, now: number): boolean {
    if (this.failuresOf(guess, now) !== delays.freeFailures) return false;
    const sinceMs = Math.abs(now - (this.freeTries.get(guess.name) ?? Number.NEGATIVE_INFINITY));
    if (sinceMs < strangerIntervalMs) return false;
    this.freeTries.set(guess.name, now);
    return true;
  }

  private failuresOf({ pair }: Guess, now: number): number {
    const known = this.pairs.get(pair);
    return known && now - known.at < memoryMs ? known.failures : 0;
  }

  /** No turn is kept for later than the longest delay, so one that is came from a clock that was set back. */
  private strangerWaitMs(name: string, now: number): number {
    const waitMs = (this.turns.get(name) ?? 0) - now;
    return waitMs < 0 || waitMs > delays.maxMs ? 0 : waitMs;
  }

  private keepTurn(guess: Guess, { now, waitMs }: { now: number; waitMs: number }): void {
    const failures = this.failuresOf(guess, now);
    this.pairs.set(guess.pair, { failures, at: now, delayMs: waitMs, hasTurn: true });
    this.turns.set(guess.name, now + waitMs + strangerIntervalMs);
  }
}
