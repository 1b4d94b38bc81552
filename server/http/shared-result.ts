import { setTimeout as pause } from 'node:timers/promises';

/**
 * A result that is computed once for all callers that request it together, with a pause after each. A caller gets a
 * result that was begun after its call, so that it is never stale.
 */
export class SharedResult<Result> {
  private next: Promise<Result> | undefined;
  private paused: Promise<unknown> = Promise.resolve();

  /** @param pauseMs the pause after a result, by the time that the result took; both in milliseconds */
  constructor(
    private readonly make: () => Promise<Result>,
    private readonly pauseMs: (tookMs: number) => number,
  ) {}

  get(): Promise<Result> {
    this.next ??= this.paused.then(() => {
      this.next = undefined;
      return this.makeNow();
    });
    return this.next;
  }

  private makeNow(): Promise<Result> {
    const began = performance.now();
    const result = this.make();
    const pauseAfter = () => pause(this.pauseMs(performance.now() - began), undefined, { ref: false });
    this.paused = result.then(pauseAfter, pauseAfter);
    return result;
  }
}
