import { setImmediate } from 'node:timers/promises';

/** Pages that are made at once for whoever is not signed in, and requests that wait for it: of one caller, and of all. */
const most = { atOnce: 2, waitingOfCaller: 500, waiting: 2000 };

/** The time between two looks whether a page waits for its reader, and the longest turn of one, in milliseconds. */
const turnMs = { look: 250, longest: 10_000 };

/** Rounds of the event loop between two pages: in them the requests of others come some steps further. */
const roundsBetween = 16;

/** A page that somebody asked for. */
export interface AskedPage {
  caller: string;
  /** Resolves once the page is made and read. */
  make: () => Promise<void>;
  /** It is made, wholly or as far as its reader has read. */
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

  /** Makes a page when it is the turn of its caller. @returns false where too many wait, and then it is not made */
  async run({ caller, make, isWaitingForReader }: AskedPage): Promise<boolean> {
    if (this.running < most.atOnce) this.running += 1;
    else if (this.waiting < most.waiting && this.waitingOf(caller) < most.waitingOfCaller)
      await this.wait(caller);
    else return false;
    const turn = new Turn(isWaitingForReader, () => void this.endTurn());
    await make().finally(() => turn.end());
    return true;
  }

  private waitingOf(caller: string): number {
    return this.lines.get(caller)?.length ?? 0;
  }

  private wait(caller: string): Promise<void> {
    this.waiting += 1;
    return new Promise((resolve) => {
      const line = this.lines.get(caller);
      if (line) line.push(resolve);
      else this.lines.set(caller, [resolve]);
    });
  }

  private async endTurn(): Promise<void> {
    for (let round = 0; round < roundsBetween; round += 1) await setImmediate();
    const [first] = this.lines;
    if (!first) return void (this.running -= 1);
    const [caller, line] = first;
    const start = line.shift()!;
    this.lines.delete(caller);
    if (line.length > 0) this.lines.set(caller, line);
    this.waiting -= 1;
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
    if (this.isWaitingForReader() || performance.now() - this.startedAt > turnMs.longest) this.end();
  }
}
