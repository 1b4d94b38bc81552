import type { EntityManager } from '@mikro-orm/core';
import DataLoader from 'dataloader';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { withPlainTexts, type ObservedEntry, type ObservedRequests } from './last-request.ts';
import type { ObservedStore } from './observed-store.ts';
import { pruneObserved } from './prune-observed.ts';
import { RequestTracker } from './request-tracker.ts';
import { WriteSchedule } from './write-schedule.ts';

/** The pause between two writes of what is due, and after a failure, in milliseconds. */
const pausesMs = { write: 250, failure: 5000 };

/** The maximum machines of one statement. */
const maxBatch = 500;

interface LastRequestsParts {
  store: ObservedStore;
  clock: Clock;
  log: Log;
}

/** The ids of a machine by which its requests are found. */
interface Observed {
  readonly id: string;
  readonly uuid: string;
}

/**
 * The last requests of all machines, as the control plane knows them: what the data plane reports is in memory at once,
 * and in the store soon after. No mutation waits for the store, and nothing fails if it cannot be written.
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

  /** Adds what a process that answers machines has reported. */
  learn(entries: readonly ObservedEntry[]): void {
    const now = this.parts.clock();
    for (const entry of entries) {
      this.memory.learn(entry, now);
      this.schedule.note(entry[0]);
    }
  }

  /** Returns what all servers observed of a machine; undefined if it has not asked. Many at once are one query. */
  async of({ id, uuid }: Observed): Promise<ObservedRequests | undefined> {
    const requests = await this.loader.load(id);
    return requests?.uuid === uuid ? withPlainTexts(requests) : undefined;
  }

  /** Removes machines that are gone, without waiting for the store; what is left there is pruned later. */
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

  /** @returns true if there may be more to write */
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

  /** Returns none if they cannot be read: then only those in memory are shown. */
  private async stored(ids: readonly string[]): Promise<ObservedEntry[]> {
    try {
      return await this.parts.store.read(ids);
    } catch (error) {
      this.report(error as Error);
      return [];
    }
  }

  /** Logs the first of a series of failures; the operation is retried. */
  private report(error: Error): void {
    const isNew = performance.now() > this.failedAtMs + 2 * pausesMs.failure;
    this.failedAtMs = performance.now();
    if (isNew)
      this.parts.log.warn(
        `The last requests of machines cannot be kept (${error.message}): until they can, they are known until a restart.`,
      );
  }
}
