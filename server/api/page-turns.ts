import { setImmediate } from 'node:timers/promises';

/** Pages that are made at once for callers who are not signed in, and waiting requests, of one caller and of all. */
const max = { atOnce: 2, waitingOfCaller: 500, waiting: 2000 };

/** The time between two checks if a page waits for its reader, and the longest turn of one, in milliseconds. */
const turnMs = { look: 250, max: 10_000 };

/** The longest wait for a turn, in milliseconds: plus the longest turn, below `headersTimeoutMs` of the hand-over. */
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
export class PageTurns {
  /** The waiting requests by caller, in the order of the turns of the callers. */
  private readonly lines = new Map<string, (() => void)[]>();
  private running = 0;
  private waiting = 0;

  constructor(private readonly maxWaitMs = defaultMaxWaitMs) {}

  /** Makes a page when it is the turn of its caller. @returns false, unmade, where too many wait, or for too long */
  async run({ caller, make, isWaitingForReader }: AskedPage): Promise<boolean> {
    if (this.running < max.atOnce) this.running += 1;
    else if (!(await this.waitForTurn(caller))) return false;
    const turn = new Turn(isWaitingForReader, () => void this.endTurn());
    await make().finally(() => turn.end());
    return true;
  }

  /** Waits for the turn of a caller. @returns false where too many wait, or it has been too long */
  private async waitForTurn(caller: string): Promise<boolean> {
    const line = this.lines.get(caller) ?? [];
    if (this.waiting >= max.waiting || line.length >= max.waitingOfCaller) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const giveUp = () => {
      line.splice(line.indexOf(start), 1);
      this.leave(caller);
      resolve(false);
    };
    const timer = setTimeout(giveUp, this.maxWaitMs).unref();
    const start = () => {
      clearTimeout(timer);
      resolve(true);
    };
    this.lines.set(caller, line);
    line.push(start);
    this.waiting += 1;
    return promise;
  }

  /** Counts one waiting request of a caller less, and removes a caller without any. */
  private leave(caller: string): void {
    this.waiting -= 1;
    if (this.lines.get(caller)!.length === 0) this.lines.delete(caller);
  }

  private async endTurn(): Promise<void> {
    for (let round = 0; round < roundsBetween; round += 1) await setImmediate();
    const [next] = this.lines;
    if (!next) return void (this.running -= 1);
    const [caller, line] = next;
    this.lines.delete(caller); // all other callers have their turns before its next one
    this.lines.set(caller, line);
    const start = line.shift()!;
    this.leave(caller);
    start();
  }
}

/** Ends when its page is made, waits for its reader, or takes very long: with little processor time a page is slow. */
class Turn {
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private hasEnded = false;

  constructor(
    private readonly isWaitingForReader: () => boolean,
    private readonly onEnd: () => void,
  ) {
    this.timer = setInterval(() => this.look(), turnMs.look).unref();
  }

  end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    clearInterval(this.timer);
    this.onEnd();
  }

  private look(): void {
    if (this.isWaitingForReader() || performance.now() - this.startedAt > turnMs.max) this.end();
  }
}
