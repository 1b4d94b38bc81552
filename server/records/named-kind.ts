import type { EntityManager, FilterQuery } from '@mikro-orm/core';
import type { ClassType } from 'type-graphql';
import type { ArchivedDocument } from '../archive/archived-document.ts';
import type { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { Page } from '../graphql/page.ts';
import type { payloadsOf } from '../graphql/payload.ts';
import type { Deletable } from './deletion.ts';
import type { WriteRequest } from './writable-kind.ts';

/** A record that users give a unique name. */
export interface NamedRecord {
  id: string;
  version: number;
  name: string | null;
  title: string;
}

/** The input of a record, with its name where it has one. */
export type Named<Changes> = Changes & { name?: string | null };

/** The names of a kind, and the fields of its inputs. */
export interface NamedShape {
  of: { entity: { name: string } };
  /** The words for one and for several of them in texts: `a VPC` and `VPCs`. */
  words: { one: string; many: string };
  /** The names of the query for several of them, and of the list in bulk inputs. */
  plural: { query: string; list: string };
  /** The fields of an update, all nullable. */
  changes: ClassType<object>;
  /** The fields of a new one, some of which may be required. */
  creation: ClassType<object>;
  /** The validator of the name, as a decorator. */
  nameRule: () => PropertyDecorator;
  /** The name of a new one that is given none; undefined where a name is required. */
  namedByDefault?: {
    description: string;
    nameFor(input: object, problems: Problems): string | undefined;
  };
  /** The fields by which one is looked up, beside id and name, each with its description. */
  alsoFoundBy?: Record<string, string>;
}

/** The options of the list of a kind. */
export interface ListShape<Entity> {
  /** The connection type of the list, where another file uses it too. */
  connection?: ClassType<Page<Entity>>;
  /** The type of its filter, if any. */
  filter?: ClassType<object>;
  /** The condition of a filter; for an empty filter, of everything that the list shows. */
  where?(filter: object, em: EntityManager): FilterQuery<Entity> | Promise<FilterQuery<Entity>>;
  /** The columns that a search looks in, beside id and name. */
  alsoSearched?: (keyof Entity & string)[];
}

/** A kind of named record: everything in which its operations differ from those of other kinds. */
export interface NamedKind<Entity extends NamedRecord, Changes extends object>
  extends Deletable<Entity>, NamedShape {
  of: Deletable<Entity>['of'];
  list?: ListShape<Entity>;
  /** The payload types, where another file uses them too. */
  payloads?: ReturnType<typeof payloadsOf>;
  /**
   * The fields of an input that decide what a machine with the record boots with, each with the properties that it
   * sets: while such a machine has a role, changing them needs the right to assign roles.
   */
  guardedFields?: Record<string, (keyof Entity & string)[]>;
  make(name: string): Entity;
  /** Looks up and checks what the inputs of one call say. Returns for each the function that changes its record. */
  plan(
    requests: WriteRequest<Entity, Named<Changes>>[],
    context: Context,
  ): Promise<((record: Entity) => void)[]>;
  /** Restores an archived one, where its document does not suffice as its input. */
  restoring?: {
    inputFrom(document: ArchivedDocument, em: EntityManager): Promise<object>;
    settle?(em: EntityManager, record: Entity, document: ArchivedDocument): Promise<void>;
  };
  /** Updates other records after those that plan has changed. */
  settle?(em: EntityManager, changed: Entity[]): Promise<void>;
}
