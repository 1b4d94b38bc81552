import { deadlineExceeded, type Refusal } from '../errors.ts';

/** The longest that one operation may take where nothing else is said, in milliseconds. */
export const operationTimeoutMs = 10_000;

/**
 * The end of the time that one operation has. Its signal aborts the statements of an entity manager that was forked with
 * it, also one that waits for a connection; between statements whoever goes on with the operation asks `expect`.
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

  /** What to say when the time is over, with what that means to who asked. */
  refusal(consequence = 'Ask for less at once.'): Refusal {
    return deadlineExceeded(this.timeoutMs, consequence);
  }

  /**
   * Waits for work that nothing stops, until the time is over; what such work has begun by then is undone as soon as it
   * comes to its end.
   */
  async waitFor(work: Promise<void>, undo: () => Promise<void>): Promise<void> {
    const over = new Promise<never>((_, reject) => {
      this.signal.addEventListener('abort', () => reject(this.refusal()), { once: true });
    });
    await Promise.race([work, over]).catch((error: unknown) => {
      if (this.isOver) void work.then(undo).catch(() => {});
      throw error;
    });
  }

  /** The operation has been answered. */
  clear(): void {
    clearTimeout(this.timer);
  }

  private abort(): void {
    if (this.hasAborted) return;
    this.hasAborted = true;
    this.controller.abort(this.refusal());
  }
}
