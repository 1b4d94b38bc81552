import type { Log } from './log.ts';

/** The time until it is done first, so that a start is not slower for it, and from then on, in milliseconds. */
const delaysMs = { first: 60_000, next: 3_600_000 };

interface UpkeepParts {
  act: () => Promise<void>;
  log: Log;
}

/** Does something every hour that nobody waits for. Where it fails it is logged, and done with the next hour. */
export class Upkeep {
  private timer: NodeJS.Timeout;
  private running = Promise.resolve();
  private isClosed = false;

  constructor(private readonly parts: UpkeepParts) {
    this.timer = this.later(delaysMs.first);
  }

  /** Resolves once nothing is done any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private later(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => (this.running = this.run()), delayMs).unref();
  }

  private async run(): Promise<void> {
    const { act, log } = this.parts;
    await act().catch((error: unknown) =>
      log.warn({ err: error }, 'the hourly upkeep of the database failed'),
    );
    if (!this.isClosed) this.timer = this.later(delaysMs.next);
  }
}
