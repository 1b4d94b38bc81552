import { readdirSync, readFileSync } from 'node:fs';

const nanosecondsPerMs = 1e6;

/**
 * The time for which a process has answered no ping, without that in which it was ready to run and got no processor: on a
 * busy machine a process that hangs is told apart from one that is slow by this alone.
 */
export class Silence {
  private lastedMs = 0;
  private measured: { atMs: number; waitedMs: number } | undefined;

  get ms(): number {
    return this.lastedMs;
  }

  /** Begins with the first call, grows with each further one. */
  measure(pid: number): void {
    const { measured } = this;
    const now = { atMs: performance.now(), waitedMs: processorWaitMs(pid) };
    const waitedMs = measured ? Math.max(now.waitedMs - measured.waitedMs, 0) : 0; // less when a thread has ended
    if (measured) this.lastedMs += Math.max(now.atMs - measured.atMs - waitedMs, 0);
    this.measured = now;
  }

  end(): void {
    this.lastedMs = 0;
    this.measured = undefined;
  }
}

/**
 * The time that the threads of a process have waited for a processor, in milliseconds: the second number of
 * /proc/PID/task/TID/schedstat (Linux, Documentation/scheduler/sched-stats.rst). 0 where the system does not count it.
 */
function processorWaitMs(pid: number): number {
  const folder = `/proc/${pid}/task`;
  try {
    return readdirSync(folder)
      .map(
        (thread) =>
          Number(readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')[1]) / nanosecondsPerMs,
      )
      .reduce((sum, ms) => sum + ms, 0);
  } catch {
    return 0;
  }
}
