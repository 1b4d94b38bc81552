import { setImmediate } from 'node:timers/promises';

/** Pages that are made at once for callers who are not signed in, and waiting requests, of one caller and of all. */
const max = { atOnce: 2, waitingOfCaller: 500, waiting: 2000 };

/** The time between two checks if a page waits for its reader, and the longest time of one page, in milliseconds. */
const pageMs = { check: 250, max: 10_000 };

/** The longest wait in the queue, in milliseconds: plus the longest page, below `headersTimeoutMs` of the hand-over. */
const defaultMaxWaitMs = 15_000;

/** Rounds of the event loop between two pages, in which other requests make progress. */
const roundsBetween = 16;

/** A page that a caller asked for. */
export interface AskedPage {
  caller: string;
  /** Resolves once the page is made and read; if its reader has disconnected, perhaps never. */
  make: () => Promise<void>;
  /** True once it is made, wholly or as far as its reader has read, or if its reader has disconnected. */
  isWaitingForReader: () => boolean;
}

/**
 * Makes pages for callers who are not signed in, a few at a time, of one caller after another: each takes so much work
 * that many at once would delay all signed-in users. A reader that is slow keeps no other caller waiting.
 */
export class PageQueue {
  /** The waiting requests by caller; the caller whose page is the next comes first. */
  private readonly waitingOf = new Map<string, (() => void)[]>();
  private running = 0;
  private waiting = 0;

  constructor(private readonly maxWaitMs = defaultMaxWaitMs) {}

  /** Makes a page once those before it are made. @returns false, unmade, where too many wait, or for too long */
  async run({ caller, make, isWaitingForReader }: AskedPage): Promise<boolean> {
    if (this.running < max.atOnce) this.running += 1;
    else if (!(await this.wait(caller))) return false;
    const page = new RunningPage(isWaitingForReader, () => void this.startNext());
    await make().finally(() => page.end());
    return true;
  }

  /** Waits until a page of the caller may be made. @returns false where too many wait, or it has been too long */
  private async wait(caller: string): Promise<boolean> {
    const requests = this.waitingOf.get(caller) ?? [];
    if (this.waiting >= max.waiting || requests.length >= max.waitingOfCaller) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const giveUp = () => {
      requests.splice(requests.indexOf(start), 1);
      this.leave(caller);
      resolve(false);
    };
    const timer = setTimeout(giveUp, this.maxWaitMs).unref();
    const start = () => {
      clearTimeout(timer);
      resolve(true);
    };
    this.waitingOf.set(caller, requests);
    requests.push(start);
    this.waiting += 1;
    return promise;
  }

  /** Counts one waiting request of a caller less, and removes a caller without any. */
  private leave(caller: string): void {
    this.waiting -= 1;
    if (this.waitingOf.get(caller)!.length === 0) this.waitingOf.delete(caller);
  }

  private async startNext(): Promise<void> {
    for (let round = 0; round < roundsBetween; round += 1) await setImmediate();
    const [next] = this.waitingOf;
    if (!next) return void (this.running -= 1);
    const [caller, requests] = next;
    this.waitingOf.delete(caller); // all other callers come before its next one
    this.waitingOf.set(caller, requests);
    const start = requests.shift()!;
    this.leave(caller);
    start();
  }
}

/** Ends when its page is made, waits for its reader, or takes very long: with little processor time a page is slow. */
class RunningPage {
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private hasEnded = false;

  constructor(
    private readonly isWaitingForReader: () => boolean,
    private readonly onEnd: () => void,
  ) {
    this.timer = setInterval(() => this.check(), pageMs.check).unref();
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearInterval(this.timer);
    this.onEnd();
  }

  private check(): void {
    if (this.isWaitingForReader() || performance.now() - this.startedAt > pageMs.max) this.end();
  }
}
