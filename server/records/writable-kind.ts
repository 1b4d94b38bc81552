import type { EntityManager } from '@mikro-orm/core';
import type { ArchivedInput } from '../archive/archive-types.ts';
import type { MissingPart } from '../archive/missing-part.ts';
import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Referable } from '../graphql/references.ts';

/** A request to create or change one record; `record` is undefined for a new one. */
export interface WriteRequest<Entity, Input> {
  input: Input;
  record: Entity | undefined;
  problems: Problems;
}

/** A record that inputs create and change. */
export interface WritableRecord {
  id: string;
  version: number;
  title: string;
}

/** A kind of record that inputs create and change, one or many at once. */
export interface WritableKind<Entity extends WritableRecord, Input> {
  of: Referable<Entity>;
  /** The property of a payload that holds one of them. */
  property: string;
  /** The words for one and for several of them in texts: `a VPC` and `VPCs`. */
  words: { one: string; many: string };
  /** The name of the list in the input of an upsert of many. */
  list: string;
  /** Finds the record of each input of an upsert; undefined where it is a new one. */
  findUpserted(em: EntityManager, inputs: Input[]): Promise<(Entity | undefined)[]>;
  /** Loads what writing needs of a record that was found by its id. */
  load?(em: EntityManager, record: Entity): Promise<unknown>;
  /** Completes the input of a new one. */
  complete?(input: Input, problems: Problems): Input;
  /**
   * Creates or changes records: checks everything, then writes. With `atomic` any problem refuses the whole call;
   * otherwise a request with a problem is skipped and returns undefined.
   */
  write(
    requests: WriteRequest<Entity, Input>[],
    how: { atomic: boolean; context: Context },
  ): Promise<(Entity | undefined)[]>;
}

/** A kind of record that can be restored. */
export interface RestorableKind<Entity> {
  /** Restores the deleted record that an input names; `missing` lists what it does not get back. */
  restore(input: ArchivedInput, context: Context): Promise<{ record: Entity; missing: MissingPart[] }>;
}
