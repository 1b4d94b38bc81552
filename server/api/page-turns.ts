/** Pages that are made at once for whoever is not signed in, and requests that wait for it: of one caller, and of all. */
const most = { atOnce: 2, waitingOfCaller: 500, waiting: 2000 };

/** The longest that a page keeps its place, in milliseconds: whoever reads it slowly keeps nobody else waiting. */
const longestTurnMs = 250;

/**
 * Makes pages for strangers a few at a time, of one caller after another: each takes so much work that many at once would
 * hold up everybody who is signed in.
 */
export class PageTurns {
  /** The requests that wait, by the caller, in the order in which it is the turn of each. */
  private readonly lines = new Map<string, (() => void)[]>();
  private readonly turns = new Set<NodeJS.Timeout>();
  private running = 0;
  private waiting = 0;

  /** Does something when it is the turn of a caller. @returns false where too many wait, and then it is not done */
  async run(caller: string, act: () => Promise<void>): Promise<boolean> {
    if (this.running < most.atOnce) this.running += 1;
    else if (this.waiting < most.waiting && this.waitingOf(caller) < most.waitingOfCaller)
      await this.wait(caller);
    else return false;
    const turn = setTimeout(() => this.endTurn(turn), longestTurnMs).unref();
    this.turns.add(turn);
    try {
      await act();
    } finally {
      clearTimeout(turn);
      this.endTurn(turn);
    }
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

  private endTurn(turn: NodeJS.Timeout): void {
    if (!this.turns.delete(turn)) return; // it was over before it was done
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
