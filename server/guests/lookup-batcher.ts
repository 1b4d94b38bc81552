import { setImmediate as nextTurn } from 'node:timers/promises';
import { Unavailable } from '../errors.ts';

/** The maximum names of one query, and the maximum look-ups that wait for theirs. */
const limits = { together: 500, waiting: 20_000 };

/** Looks several names up by one query. Resolves with what is found, by name. */
export type Look<Found> = (names: string[]) => Promise<Map<string, Found>>;

/** Names that are looked up together. */
interface Batch<Found> {
  names: Set<string>;
  found: Promise<Map<string, Found>>;
}

/**
 * Looks up what is not in memory in batches: the names asked for in one turn of the event loop, or while a query is
 * under way, go into one query, and the same name only once.
 */
export class LookupBatcher<Found> {
  /** The batch that a name is a part of, as long as new look-ups may still be answered by it. */
  private readonly batchOf = new Map<string, Batch<Found>>();
  private gathering: Batch<Found> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  /** The number of look-ups that wait for an answer now. */
  waiting = 0;

  /** `maxTogether` returns the maximum names that one query may have now; never more than 500. */
  constructor(
    private readonly look: Look<Found>,
    private readonly maxTogether: () => number = () => limits.together,
  ) {}

  /** @throws Unavailable */
  async find(name: string): Promise<Found | undefined> {
    if (this.waiting >= limits.waiting) throw new Unavailable('Too many machines wait for the database.');
    const batch = this.batchOf.get(name) ?? this.join(name);
    this.waiting += 1;
    try {
      return (await batch.found).get(name);
    } finally {
      this.waiting -= 1;
      if (this.batchOf.get(name) === batch) this.batchOf.delete(name);
    }
  }

  /** Makes sure that look-ups from now on are not answered from earlier queries. */
  restart(): void {
    this.batchOf.clear();
  }

  private join(name: string): Batch<Found> {
    const batch = this.gathering ?? this.gather();
    batch.names.add(name);
    if (batch.names.size >= Math.min(this.maxTogether(), limits.together)) this.gathering = undefined;
    this.batchOf.set(name, batch);
    return batch;
  }

  private gather(): Batch<Found> {
    const names = new Set<string>();
    const batch = { names, found: this.lookAfter(this.last, names) };
    this.gathering = batch;
    this.last = batch.found.catch(() => {});
    return batch;
  }

  private async lookAfter(last: Promise<unknown>, names: Set<string>): Promise<Map<string, Found>> {
    await last;
    await nextTurn();
    if (this.gathering?.names === names) this.gathering = undefined;
    return this.look([...names]);
  }
}
