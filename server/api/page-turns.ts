import { setImmediate } from 'node:timers/promises';

/** Pages that are made at once for whoever is not signed in, and requests that wait for it: of one caller, and of all. */
const most = { atOnce: 2, waitingOfCaller: 500, waiting: 2000 };

/** The time between two looks whether a page waits for its reader, and the longest turn of one, in milliseconds. */
const turnMs = { look: 250, longest: 10_000 };

/** The longest wait for a turn, in milliseconds: whoever handed the request over waits not much longer. */
const usualMaxWaitMs = 20_000;

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
  private readonly lines = new Map<string, Waiting[]>();
  private running = 0;
  private waiting = 0;

  constructor(private readonly maxWaitMs = usualMaxWaitMs) {}

  /** Makes a page when it is the turn of its caller. @returns false where too many wait, or for too long: it is not made then */
  async run({ caller, make, isWaitingForReader }: AskedPage): Promise<boolean> {
    if (this.running < most.atOnce) this.running += 1;
    else if (!(await this.isOurTurn(caller))) return false;
    const turn = new Turn(isWaitingForReader, () => void this.endTurn());
    await make().finally(() => turn.end());
    return true;
  }

  /** Waits until it is the turn of a caller. @returns false where too many wait, or it has been too long */
  private async isOurTurn(caller: string): Promise<boolean> {
    const line = this.lines.get(caller) ?? [];
    if (this.waiting >= most.waiting || line.length >= most.waitingOfCaller) return false;
    this.waiting += 1;
    this.lines.set(caller, line);
    const waiting = new Waiting(this.maxWaitMs);
    line.push(waiting);
    return waiting.isTurn;
  }

  private async endTurn(): Promise<void> {
    for (let round = 0; round < roundsBetween; round += 1) await setImmediate();
    for (const [caller, line] of this.lines) {
      const waiting = line.shift()!;
      this.waiting -= 1;
      this.lines.delete(caller);
      if (line.length > 0) this.lines.set(caller, line);
      if (waiting.start()) return;
    }
    this.running -= 1;
  }
}

/** A request until its turn comes, or it has waited for too long. */
class Waiting {
  private readonly turn = Promise.withResolvers<boolean>();
  private readonly timer: NodeJS.Timeout;
  private hasEnded = false;

  constructor(maxWaitMs: number) {
    this.timer = setTimeout(() => this.end(false), maxWaitMs).unref();
  }

  /** Resolves once it is known whether its turn comes. */
  get isTurn(): Promise<boolean> {
    return this.turn.promise;
  }

  /** @returns false where nobody waits any more */
  start(): boolean {
    return this.end(true);
  }

  private end(isTurn: boolean): boolean {
    if (this.hasEnded) return false;
    this.hasEnded = true;
    clearTimeout(this.timer);
    this.turn.resolve(isTurn);
    return true;
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
