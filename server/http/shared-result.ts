import { setTimeout as pause } from 'node:timers/promises';

/**
 * A result that is made for all who ask for it together, at most once in an interval: whoever asks gets one that was begun
 * after that, so it is never older than the question.
 */
export class SharedResult<Result> {
  private next: Promise<Result> | undefined;
  private begunAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly make: () => Promise<Result>,
    private readonly intervalMs: number,
  ) {}

  get(): Promise<Result> {
    this.next ??= this.turn().then(() => {
      this.next = undefined;
      this.begunAtMs = performance.now();
      return this.make();
    });
    return this.next;
  }

  private async turn(): Promise<void> {
    const waitMs = this.begunAtMs + this.intervalMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
  }
}
