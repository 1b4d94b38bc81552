import { setImmediate, setTimeout as timer } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { inTransaction } from '../database/transaction.ts';
import { describeOutage } from '../database/describe-outage.ts';
import type { Log } from '../log.ts';
import { ChunkSizes } from './chunk-sizes.ts';
import { Job, unended } from './job.entity.ts';
import { isAnyReady } from './take-job.ts';
import { ChunkError, giveUp, workOnChunk } from './work-on-chunk.ts';

/** The time between two checks for jobs of other servers, in milliseconds. */
const pollMs = 1_000;

/** Waits for a number of milliseconds, or until the signal. */
export type Pause = (durationMs: number, signal: AbortSignal) => Promise<unknown>;

const usualPause: Pause = (durationMs, signal) =>
  timer(durationMs, undefined, { signal, ref: false }).catch(() => {});

export interface JobWorkerParts {
  em: () => EntityManager;
  config: Config;
  clock: Clock;
  log: Log;
  /** The name of this server among those of the database, the same after a restart. */
  runner: string;
  pause?: Pause | undefined;
}

/**
 * Works on jobs, one chunk after another, alternating between the jobs of several users. Between two chunks it yields
 * to the event loop, and it stops there when the process does.
 */
export class JobWorker {
  private readonly closing = new AbortController();
  private waking = new AbortController();
  private readonly sizes = new ChunkSizes();
  /** The last error, until a round succeeds: it is logged once. */
  private trouble: string | undefined;
  /** True while there are jobs for this server to work on. */
  private isBusy = false;
  private working: Promise<void> | undefined;

  constructor(private readonly parts: JobWorkerParts) {}

  start(): void {
    this.working = this.work();
  }

  /** Checks for a new job at once. */
  wake(): void {
    this.waking.abort();
  }

  /** Resolves when no chunk is in progress any more. Other servers may continue the jobs at once. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.working;
    const { em, runner } = this.parts;
    if (!this.isBusy) return;
    const mine = { runner, state: { $in: unended } };
    await inTransactionOf(em(), (own) => own.nativeUpdate(Job, mine, { leasedUntil: null })).catch(() => {});
  }

  private async work(): Promise<void> {
    const { pause = usualPause } = this.parts;
    const { signal } = this.closing;
    while (!signal.aborted) {
      this.waking = new AbortController();
      const hasWorked = await this.round();
      await setImmediate();
      if (!hasWorked) await pause(pollMs, AbortSignal.any([signal, this.waking.signal]));
    }
  }

  /** Works on one chunk. @returns false if there is nothing to do now */
  private async round(): Promise<boolean> {
    try {
      const hasWorked = await this.chunk();
      this.trouble = undefined;
      return hasWorked;
    } catch (error) {
      return this.note(error);
    }
  }

  private async chunk(): Promise<boolean> {
    const { em, config, clock, log, runner } = this.parts;
    const by = { runner, now: clock() };
    this.isBusy = await isAnyReady(em(), by);
    if (!this.isBusy) return false;
    const job = await workOnChunk({ ...by, em: em(), config, sizeFor: ({ id }) => this.sizes.of(id) });
    if (!job) return false;
    this.sizes.noteDone(job.id);
    if (job.isEnded) {
      this.sizes.remove(job.id);
      const { id, state, done, failed, total, actorName, error } = job;
      log.info(
        { job: id, actor: actorName, state, total, done, failed, error },
        `the ${job.title} has ended`,
      );
    }
    return true;
  }

  /** Handles a failed round, of which nothing was committed. @returns true to go on at once */
  private async note(error: unknown): Promise<boolean> {
    const { em, clock, log } = this.parts;
    const isOfJob = error instanceof ChunkError;
    const cause = isOfJob ? error.cause : error;
    const why = describeOutage(cause);
    const isNew = this.trouble !== String(cause);
    this.trouble = String(cause);
    if (why !== undefined) {
      if (isNew && this.isBusy) log.warn(`${why} Jobs go on as soon as that has changed.`);
      return false;
    }
    if (isNew)
      log.error({ err: cause, ...(isOfJob ? { job: error.job.id } : {}) }, 'a chunk of a job failed');
    if (!isOfJob || !this.sizes.noteFailure(error.job.id, error.ids.length)) return false;
    return giveUp(em(), error, clock()).then(
      () => true,
      () => false,
    );
  }
}

const inTransactionOf = <Result>(em: EntityManager, act: (em: EntityManager) => Promise<Result>) =>
  inTransaction(em, () => act(em));
