import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, PrimaryKey } from '@mikro-orm/decorators/legacy';

/**
 * A record that a job has still to work on. It has no foreign keys: a hundred thousand are written at once, and a
 * record may be deleted before its turn comes.
 */
@Entity()
export class JobTarget {
  [PrimaryKeyProp]?: ['job', 'record'];

  /** The id of the job. */
  @PrimaryKey({ type: 'string', length: 40 })
  job!: string;

  /** The id of the record. */
  @PrimaryKey({ type: 'string', length: 40 })
  record!: string;
}
