import { readFileSync } from 'node:fs';

const nanosecondsPerMs = 1e6;

/** The maximum processor wait subtracted from a silence, in milliseconds: a hang must be noticed on a busy machine. */
const maxWaitMs = 50_000;

/**
 * The time for which a process has answered no ping, without that in which it was ready to run and got no processor: on
 * a busy machine only this distinguishes a process that hangs from one that is slow.
 */
export class Silence {
  private lastedMs = 0;
  private begun: { atMs: number; waitedMs: number } | undefined;

  get ms(): number {
    return this.lastedMs;
  }

  /** Starts with the first call, and grows with each further one. */
  measure(pid: number): void {
    const now = { atMs: performance.now(), waitedMs: processorWaitMs(pid) };
    this.begun ??= now;
    const waitedMs = Math.max(0, Math.min(now.waitedMs - this.begun.waitedMs, maxWaitMs));
    this.lastedMs = Math.max(0, now.atMs - this.begun.atMs - waitedMs);
  }

  end(): void {
    this.lastedMs = 0;
    this.begun = undefined;
  }
}

/**
 * The time that the main thread of a process has waited for a processor, in milliseconds: the second number of
 * /proc/PID/schedstat (Linux, Documentation/scheduler/sched-stats.rst). 0 if the system does not count it.
 */
function processorWaitMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / nanosecondsPerMs;
  } catch {
    return 0;
  }
}
