import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import type { ArchivedDocument } from '../archive/archived-document.ts';
import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Page } from '../graphql/page.ts';
import type { payloadsOf } from '../graphql/payload.ts';
import type { Deletable } from './deletion.ts';

/** A record that people call by a unique name. */
export interface NamedRecord {
  id: string;
  version: number;
  name: string | null;
  title: string;
}

/** One record as an input wants it; `record` is undefined for a new one. */
export interface WriteRequest<Entity, Changes> {
  input: Changes & { name?: string | null };
  record: Entity | undefined;
  problems: Problems;
}

/** What a kind is called, and what an input may say of it. */
export interface NamedShape {
  of: { entity: { name: string } };
  /** What people call one and several of them, as `a VPC` and `VPCs`. */
  words: { one: string; many: string };
  /** What queries call several of them, and bulk inputs their list. */
  plural: { query: string; list: string };
  /** What one of them may be changed to: every field nullable. */
  changes: ClassType<object>;
  /** The same where some fields have to be given for a new one. */
  creation: ClassType<object>;
  /** The rule of the name, as a decorator. */
  nameRule: () => PropertyDecorator;
  /** What a new one is called that is given no name, where that is possible. */
  namedByDefault?: {
    description: string;
    nameFor(input: object, problems: Problems): string | undefined;
  };
  /** What one can be looked up by beside its id and name, each with its description. */
  alsoFoundBy?: Record<string, string>;
}

/** What differs from list to list. */
export interface ListShape<Entity> {
  /** The type of the list, where another file names it too. */
  connection?: ClassType<Page<Entity>>;
  /** What it can be narrowed down by. */
  filter?: ClassType<object>;
  /** The condition that a filter means; and without one, of what the list shows at all. */
  where?(filter: object, em: EntityManager): FilterQuery<Entity> | Promise<FilterQuery<Entity>>;
  /** What a search looks at beside id and name. */
  alsoSearched?: (keyof Entity & string)[];
}

/** What differs from one kind of named record to the next; the rest is the same for all. */
export interface NamedKind<Entity extends NamedRecord, Changes extends object>
  extends Deletable<Entity>, NamedShape {
  of: Deletable<Entity>['of'];
  list?: ListShape<Entity>;
  /** Its payload types, where another file names them too. */
  payloads?: ReturnType<typeof payloadsOf>;
  /**
   * The fields of an input that decide what a machine with the record boots with, each with the properties that it sets:
   * while such a machine has a role, not everybody may change them.
   */
  guardedFields?: Record<string, (keyof Entity & string)[]>;
  make(name: string): Entity;
  /** Looks up and checks what the inputs of one call say, and gives for each what changes its record. */
  plan(requests: WriteRequest<Entity, Changes>[], context: Context): Promise<((record: Entity) => void)[]>;
  /** Makes an archived one anew, where its document is more than its input. */
  restoring?: {
    inputFrom(document: ArchivedDocument, em: EntityManager): Promise<object>;
    settle?(em: EntityManager, record: Entity, document: ArchivedDocument): Promise<void>;
  };
  /** Does what follows for others from records that were changed by plan. */
  settle?(em: EntityManager, changed: Entity[]): Promise<void>;
}
