import { OptionalProps } from '@mikro-orm/core';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, InterfaceType, Int, ObjectType } from 'type-graphql';
import { orderedDigits } from './record-digits.ts';

/** What every object has that can be looked up by `node(id:)`. */
@InterfaceType('Node', { description: 'An object with an id of its own.' })
export abstract class Node {
  @Field(() => ID, { description: 'The prefixed id; it never changes.' })
  id!: string;
}

/** The hash, size and kind of the bytes that a record has. */
export interface ContentFacts {
  /** Of the bytes, in hexadecimal. */
  sha256: string;
  /** In bytes. */
  size: number;
  /** The kind that cloud-init takes them for. */
  kind: string;
}

/** A part of an aggregate, as its owner's history shows it. */
export interface OwnedPart {
  /** The aggregate's root; undefined or null once the part was taken out of it. */
  owner: BaseRecord | null | undefined;
  /** The field of the owner that it shows as: `tags.Name`. */
  label: string;
  /** A description in a few words; of a part that is nothing but a content, its facts. */
  summary: string | ContentFacts;
  /** The content that it has beside what the summary says. */
  content?: ContentFacts;
}

/** The root of an aggregate: a prefixed id, a version for optimistic locking, and its times. */
@ObjectType()
export abstract class BaseRecord {
  [OptionalProps]?: 'version' | 'createdAt' | 'updatedAt';

  @Field(() => ID, { description: 'The prefixed id; it never changes.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string;

  @Field(() => Int, {
    description: 'Counts the changes; pass it as `ifVersion` to update only what you have seen.',
  })
  @Property({ type: 'integer', version: true })
  version: number = 1;

  @Field(() => Date, { description: 'When it was made.' })
  @Property({ type: 'Date' })
  createdAt: Date = new Date();

  @Field(() => Date, { description: 'When it, or something it owns, last changed.' })
  @Property({ type: 'Date', onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  constructor(prefix: string) {
    this.id = `${prefix}-${orderedDigits()}`;
  }

  /** What a person calls it, in messages and in the history. */
  abstract get title(): string;

  /** Set where it is a part of another record's aggregate: its changes are changes of that one. */
  get ownedPart(): OwnedPart | undefined {
    return undefined;
  }
}

/** A part of an aggregate: its changes are changes of its owner. */
export abstract class OwnedRecord implements OwnedPart {
  abstract get owner(): BaseRecord;

  /** The property that points to the aggregate's root. */
  get ownerProperty(): string {
    return 'instance';
  }

  abstract get label(): string;

  abstract get summary(): OwnedPart['summary'];
}
