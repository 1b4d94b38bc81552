import { setTimeout as pause } from 'node:timers/promises';

/**
 * A result that is made for all who ask for it together, with a rest after each. Whoever asks gets one that was begun
 * after that, so it is never older than the question.
 */
export class SharedResult<Result> {
  private next: Promise<Result> | undefined;
  private rested: Promise<unknown> = Promise.resolve();

  /** `restMs` says how long the rest is after a result that took so many milliseconds. */
  constructor(
    private readonly make: () => Promise<Result>,
    private readonly restMs: (tookMs: number) => number,
  ) {}

  get(): Promise<Result> {
    this.next ??= this.rested.then(() => {
      this.next = undefined;
      return this.makeNow();
    });
    return this.next;
  }

  private makeNow(): Promise<Result> {
    const began = performance.now();
    const result = this.make();
    const rest = () => pause(this.restMs(performance.now() - began), undefined, { ref: false });
    this.rested = result.then(rest, rest);
    return result;
  }
}
