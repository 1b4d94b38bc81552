import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permission.ts';
import type { Config } from '../config.ts';
import type { JobFailure } from './job-failure.ts';

/** The context of a chunk: its transaction, and the owner of the job with their current rights. */
export interface ChunkContext {
  em: EntityManager;
  actor: Actor;
  config: Config;
}

/** A kind of work on the records of a job. */
export interface JobWork {
  /** The permission that its owner needs, checked for every chunk. */
  needs: Permission;
  /** Returns the reason why the job cannot go on; undefined if it can. */
  obstacle?(input: object | null, context: ChunkContext): Promise<string | undefined>;
  /**
   * Works on some records in the transaction of the entity manager.
   *
   * @returns the records that were left unchanged; all others are done
   */
  work(ids: string[], input: object | null, context: ChunkContext): Promise<JobFailure[]>;
}
