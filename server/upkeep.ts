import type { Log } from './log.ts';

/** The delay before the first run, so that it does not slow the start, and between runs, in milliseconds. */
const delaysMs = { first: 60_000, next: 3_600_000 };

interface UpkeepParts {
  act: () => Promise<void>;
  log: Log;
}

/** Runs a background task every hour. A failure is logged, and the task runs again in the next hour. */
export class Upkeep {
  private timer: NodeJS.Timeout;
  private running = Promise.resolve();
  private isClosed = false;

  constructor(private readonly parts: UpkeepParts) {
    this.timer = this.later(delaysMs.first);
  }

  /** Resolves once the last run has ended. */
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
