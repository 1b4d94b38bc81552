import { setImmediate } from 'node:timers/promises';

/** Pages that are made at once for whoever is not signed in, and requests that wait for it: of one caller, and of all. */
const max = { atOnce: 2, waitingOfCaller: 500, waiting: 2000 };

/** The time between two looks whether a page waits for its reader, and the longest turn of one, in milliseconds. */
const turnMs = { look: 250, max: 10_000 };

/** The longest wait for a turn, in milliseconds: with the longest turn it is less than `headersTimeoutMs` of the hand-over. */
const usualMaxWaitMs = 15_000;

/** Rounds of the event loop between two pages: in them the requests of others come some steps further. */
const roundsBetween = 16;

/** A page that somebody asked for. */
export interface AskedPage {
  caller: string;
  /** Resolves once the page is made and read; where its reader has gone, perhaps never. */
  make: () => Promise<void>;
  /** True once it is made, wholly or as far as its reader has read, and where its reader has gone. */
  isWaitingForReader: () => boolean;
}

/**
 * Makes pages for strangers a few at a time, of one caller after another: each takes so much work that many at once would
 * hold up everybody who is signed in. Whoever reads a page slowly keeps nobody else waiting.
 */
export class PageTurns {
  /** The requests that wait, by the caller, in the order in which it is the turn of each. */
  private readonly lines = new Map<string, (() => void)[]>();
  private running = 0;
  private waiting = 0;

  constructor(private readonly maxWaitMs = usualMaxWaitMs) {}

  /** Makes a page when it is the turn of its caller. @returns false where too many wait, or for too long: it is not made then */
  async run({ caller, make, isWaitingForReader }: AskedPage): Promise<boolean> {
    if (this.running < max.atOnce) this.running += 1;
    else if (!(await this.waitForTurn(caller))) return false;
    const turn = new Turn(isWaitingForReader, () => void this.endTurn());
    await make().finally(() => turn.end());
    return true;
  }

  /** @returns false where too many wait, or it has been too long */
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

  /** Somebody of a caller waits no more. */
  private leave(caller: string): void {
    this.waiting -= 1;
    if (this.lines.get(caller)!.length === 0) this.lines.delete(caller);
  }

  private async endTurn(): Promise<void> {
    for (let round = 0; round < roundsBetween; round += 1) await setImmediate();
    const [next] = this.lines;
    if (!next) return void (this.running -= 1);
    const [caller, line] = next;
    this.lines.delete(caller); // the others come before it is its turn again
    this.lines.set(caller, line);
    const start = line.shift()!;
    this.leave(caller);
    start();
  }
}

/** Ends when its page is made, or has long been: a process that gets little of the processor takes its time for one. */
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
