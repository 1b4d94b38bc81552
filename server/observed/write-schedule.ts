/** The time between two writes of one machine, in milliseconds. */
const restMs = 60_000;

interface Rest {
  untilMs: number;
  /** True if there is something new by now. */
  isDue: boolean;
}

/** The machines that are to be written: one with something new at once, but none more often than once a minute. */
export class WriteSchedule {
  private readonly ready = new Set<string>();
  /** In the order in which their rests end. */
  private readonly resting = new Map<string, Rest>();

  constructor(private readonly nowMs = () => performance.now()) {}

  /** Notes that there is something new of a machine. */
  note(id: string): void {
    const rest = this.resting.get(id);
    if (rest) rest.isDue = true;
    else this.ready.add(id);
  }

  /** Takes machines that may be written now. Each must be passed to `done` or `putBack` later. */
  take(maxCount: number): string[] {
    this.wake(this.nowMs());
    const taken: string[] = [];
    for (const id of this.ready) {
      if (taken.length >= maxCount) break;
      this.ready.delete(id);
      taken.push(id);
    }
    return taken;
  }

  /** Marks machines as written. What came meanwhile waits for the time between two writes. */
  done(ids: readonly string[]): void {
    const untilMs = this.nowMs() + restMs;
    for (const id of ids) this.resting.set(id, { untilMs, isDue: this.ready.delete(id) });
  }

  /** Puts back machines that could not be written: they may be taken at once. */
  putBack(ids: readonly string[]): void {
    for (const id of ids) this.ready.add(id);
  }

  /** Makes everything new due now. */
  wakeAll(): void {
    this.wake(Number.POSITIVE_INFINITY);
  }

  remove(id: string): void {
    this.ready.delete(id);
    this.resting.delete(id);
  }

  private wake(untilMs: number): void {
    for (const [id, rest] of this.resting) {
      if (rest.untilMs > untilMs) return;
      this.resting.delete(id);
      if (rest.isDue) this.ready.add(id);
    }
  }
}
