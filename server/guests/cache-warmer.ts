import { setTimeout as timer } from 'node:timers/promises';

/** The maximum names that are looked up together, so that requests do not wait long for it. */
const maxNamesPerLookup = 100;

/** The pause between two look-ups, and after one that failed, in milliseconds. */
const pausesMs = { next: 10, failure: 1000 };

const defaultPause = (durationMs: number) => timer(durationMs, undefined, { ref: false });

/**
 * Looks machines up again, a few at a time, that were invalidated or are known from before the start: machines seldom
 * ask after they have booted, and must be in memory when the database is away.
 */
export class CacheWarmer {
  private readonly names = new Set<string>();
  private work: Promise<boolean> | undefined;
  private isClosed = false;

  /**
   * `lookUp` resolves with true if its result is kept; `maxTogether` returns the maximum names it may have now. `pause`
   * waits for so many milliseconds.
   */
  constructor(
    private readonly lookUp: (names: string[]) => Promise<boolean>,
    private readonly maxTogether: () => number = () => maxNamesPerLookup,
    private readonly pause: (durationMs: number) => Promise<unknown> = defaultPause,
  ) {}

  /** Resolves when all names added now or before are in memory again; with false if it was closed before that. */
  add(names: Iterable<string>): Promise<boolean> {
    for (const name of names) this.names.add(name);
    this.work ??= this.lookAllUp().finally(() => {
      this.work = undefined;
      if (this.names.size > 0) void this.add([]); // added between the end of the work and now
    });
    return this.work;
  }

  close(): void {
    this.isClosed = true;
    this.names.clear();
  }

  private async lookAllUp(): Promise<boolean> {
    while (this.names.size > 0) {
      const names = [...this.names].slice(0, Math.min(this.maxTogether(), maxNamesPerLookup));
      for (const name of names) this.names.delete(name);
      const isKept = await this.lookUp(names).catch(() => false);
      if (this.isClosed) return false;
      if (!isKept) for (const name of names) this.names.add(name);
      await this.pause(isKept ? pausesMs.next : pausesMs.failure);
    }
    return !this.isClosed;
  }
}
