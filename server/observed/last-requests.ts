import type { EntityManager } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { withPlainTexts, type ObservedEntry, type ObservedRequests } from './last-request.ts';
import type { ObservedStore } from './observed-store.ts';
import { pruneObserved } from './prune-observed.ts';
import { RequestTracker } from './request-tracker.ts';
import { WriteSchedule } from './write-schedule.ts';

/** In milliseconds: between two writes of what is due, and after a failure. */
const pausesMs = { write: 250, failure: 5000 };

/** Machines of one statement. */
const maxBatch = 500;

interface LastRequestsParts {
  store: ObservedStore;
  clock: Clock;
  log: Log;
}

/** A machine, as far as it is asked what was observed of it. */
interface Observed {
  readonly id: string;
  readonly uuid: string;
}

/**
 * The last requests of all machines, as the control plane knows them: what the data plane told is in memory at once, and
 * kept over a restart soon. Nobody who changes something waits for it, and where it cannot be kept, nothing fails.
 */
export class LastRequests {
  private readonly memory = new RequestTracker();
  private readonly schedule = new WriteSchedule();
  private readonly loader = new DataLoader((ids: readonly string[]) => this.load(ids), {
    cache: false,
    maxBatchSize: maxBatch,
    batchScheduleFn: (load) => setImmediate(load),
  });
  private writing: Promise<boolean> | undefined;
  private failedAtMs = Number.NEGATIVE_INFINITY;
  private readonly timer = setInterval(() => this.writeIfDue(), pausesMs.write).unref();

  constructor(private readonly parts: LastRequestsParts) {}

  /** Takes what a process saw that answers machines. */
  learn(entries: readonly ObservedEntry[]): void {
    const now = this.parts.clock();
    for (const entry of entries) {
      this.memory.learn(entry, now);
      this.schedule.note(entry[0]);
    }
  }

  /** Everything observed of a machine, by whichever server; undefined when it has not asked. Many at once are one query. */
  async of({ id, uuid }: Observed): Promise<ObservedRequests | undefined> {
    const requests = await this.loader.load(id);
    return requests?.uuid === uuid ? withPlainTexts(requests) : undefined;
  }

  /** The machines are gone. Nobody waits until that is done; what is left is pruned later. */
  remove(ids: readonly string[]): void {
    for (const id of ids) {
      this.memory.remove(id);
      this.schedule.remove(id);
    }
    if (ids.length > 0) this.parts.store.remove(ids).catch((error: Error) => this.report(error));
  }

  /** Removes what is kept of machines that are gone. */
  prune(em: EntityManager): Promise<void> {
    return pruneObserved(em, this.parts.store);
  }

  /** Writes everything that is new. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
    this.schedule.wakeAll();
    while (await this.writeBatch());
    await this.parts.store.close();
  }

  private writeIfDue(): void {
    if (this.writing || performance.now() < this.failedAtMs + pausesMs.failure) return;
    this.writing = this.writeBatch().finally(() => (this.writing = undefined));
  }

  /** @returns whether there may be more to write */
  private async writeBatch(): Promise<boolean> {
    const ids = this.schedule.take(maxBatch);
    if (ids.length === 0) return false;
    try {
      await this.parts.store.write(await this.mergedWithStored(ids), this.parts.clock());
      this.schedule.done(ids);
      return true;
    } catch (error) {
      this.schedule.putBack(ids);
      this.report(error as Error);
      return false;
    }
  }

  private async mergedWithStored(ids: readonly string[]): Promise<ObservedEntry[]> {
    for (const entry of await this.parts.store.read(ids)) this.memory.complete(entry, this.parts.clock());
    return ids.flatMap((id): ObservedEntry[] => {
      const requests = this.memory.of(id);
      return requests ? [[id, requests]] : [];
    });
  }

  private async load(ids: readonly string[]): Promise<(ObservedRequests | undefined)[]> {
    const stored = await this.stored(ids);
    for (const entry of stored) this.memory.complete(entry, this.parts.clock());
    const ofOthers = new Map(stored);
    return ids.map((id) => this.memory.of(id) ?? ofOthers.get(id));
  }

  /** None where they cannot be read: those in memory are told then. */
  private async stored(ids: readonly string[]): Promise<ObservedEntry[]> {
    try {
      return await this.parts.store.read(ids);
    } catch (error) {
      this.report(error as Error);
      return [];
    }
  }

  /** It is tried again and again, and said when that begins. */
  private report(error: Error): void {
    const isNew = performance.now() > this.failedAtMs + 2 * pausesMs.failure;
    this.failedAtMs = performance.now();
    if (isNew)
      this.parts.log.warn(
        `The last requests of machines cannot be kept (${error.message}): until they can, they are known until a restart.`,
      );
  }
}
