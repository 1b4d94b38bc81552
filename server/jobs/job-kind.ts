import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permission.ts';
import type { Config } from '../config.ts';
import type { JobFailure } from './job-failure.ts';

/** The context of a chunk: its transaction, and who asked for the job with the rights of this moment. */
export interface ChunkContext {
  em: EntityManager;
  actor: Actor;
  config: Config;
}

/** A kind of work on the records of a job. */
export interface JobWork {
  /** The permission that its owner needs, all the time. */
  needs: Permission;
  /** Why the job cannot go on; undefined where it can. */
  obstacle?(input: object | null, context: ChunkContext): Promise<string | undefined>;
  /**
   * Works on some records in the transaction of the entity manager.
   *
   * @returns those that were left as they are; all others are done
   */
  work(ids: string[], input: object | null, context: ChunkContext): Promise<JobFailure[]>;
}
