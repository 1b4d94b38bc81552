import { readFileSync } from 'node:fs';

const nanosecondsPerMs = 1e6;

/** The most that is not counted of a silence, in milliseconds: some day a process hangs, however busy the machine. */
const maxWaitMs = 50_000;

/**
 * The time for which a process has answered no ping, without that in which it was ready to run and got no processor: on a
 * busy machine a process that hangs is told apart from one that is slow by this alone.
 */
export class Silence {
  private lastedMs = 0;
  private begun: { atMs: number; waitedMs: number } | undefined;

  get ms(): number {
    return this.lastedMs;
  }

  /** Begins with the first call, grows with each further one. */
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
 * The time that the thread of a process that answers has waited for a processor, in milliseconds: the second number of
 * /proc/PID/schedstat (Linux, Documentation/scheduler/sched-stats.rst). 0 where the system does not count it.
 */
function processorWaitMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[1]) / nanosecondsPerMs;
  } catch {
    return 0;
  }
}
