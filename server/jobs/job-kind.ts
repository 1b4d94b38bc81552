import type { EntityManager } from '@mikro-orm/core';
import type { Actor } from '../access/actor.ts';
import type { Permission } from '../access/permission.ts';
import type { Config } from '../config.ts';
import type { JobFailure } from './job-failure.ts';

/** What a kind of job works with: the transaction of one chunk, and who asked for it as the rights are now. */
export interface ChunkContext {
  em: EntityManager;
  actor: Actor;
  config: Config;
}

/** What is done with the records of a job. */
export interface JobWork {
  /** What who asked for it has to be allowed, all the time. */
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
