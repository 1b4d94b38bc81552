import { deadlineExceeded, type Refusal } from '../errors.ts';

/** The default time limit of one operation, in milliseconds. */
export const operationTimeoutMs = 10_000;

/**
 * The time limit of one operation. Its signal aborts the statements of an entity manager that was forked with it, also
 * one that waits for a connection; code that goes on between statements calls `expect`.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout;
  private hasAborted = false;

  constructor(private readonly timeoutMs = operationTimeoutMs) {
    this.endsAt = performance.now() + timeoutMs;
    this.timer = setTimeout(() => this.abort(), timeoutMs).unref();
    // SQLite answers without letting the event loop turn, so no timer can fire between its statements
    Object.defineProperty(this.signal, 'aborted', { get: () => this.isOver });
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get isOver(): boolean {
    if (performance.now() >= this.endsAt) this.abort();
    return this.hasAborted;
  }

  /** @throws DEADLINE_EXCEEDED when the time is over */
  expect(): void {
    if (this.isOver) throw this.refusal();
  }

  /** The refusal of an operation whose time is over; `consequence` explains to the caller what that means. */
  refusal(consequence = 'Ask for less at once.'): Refusal {
    return deadlineExceeded(this.timeoutMs, consequence);
  }

  /** Waits for work that cannot be aborted, until the time is over; work that completes later is then undone. */
  async waitFor(work: Promise<void>, undo: () => Promise<void>): Promise<void> {
    const over = new Promise<never>((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.refusal()), { once: true });
    });
    await Promise.race([work, over]).catch((error: unknown) => {
      if (this.isOver) void work.then(undo).catch(() => {});
      throw error;
    });
  }

  /** Stops the timer: the operation has been answered. */
  clear(): void {
    clearTimeout(this.timer);
  }

  private abort(): void {
    if (this.hasAborted) return;
    this.hasAborted = true;
    this.controller.abort(this.refusal());
  }
}
