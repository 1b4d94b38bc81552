import { setTimeout as pause } from 'node:timers/promises';

/** Names that are looked up together, so that nobody who asks waits long for it. */
const maxNamesPerLookup = 100;

/** In milliseconds: between two look-ups, and after one that failed. */
const pausesMs = { next: 10, failure: 1000 };

/**
 * Looks machines up again, a few at a time, that were forgotten or are known from before the start: machines seldom ask
 * after they have booted, and are to be known when the database is away.
 */
export class CacheWarmer {
  private readonly names = new Set<string>();
  private work: Promise<boolean> | undefined;
  private isClosed = false;

  /** `lookUp` resolves with whether what it found is kept; `maxTogether` says how many names it may have now. */
  constructor(
    private readonly lookUp: (names: string[]) => Promise<boolean>,
    private readonly maxTogether: () => number = () => maxNamesPerLookup,
  ) {}

  /** Resolves when all that were given to it, now or before, are known again; with false where it was closed before. */
  add(names: Iterable<string>): Promise<boolean> {
    for (const name of names) this.names.add(name);
    this.work ??= this.lookAllUp().finally(() => {
      this.work = undefined;
      if (this.names.size > 0) void this.add([]); // given in the moment between the end of the work and now
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
      await pause(isKept ? pausesMs.next : pausesMs.failure, undefined, { ref: false });
    }
    return !this.isClosed;
  }
}
