import { OptionalProps } from '@mikro-orm/core';
import { PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, InterfaceType, Int, ObjectType } from 'type-graphql';
import { orderedDigits } from './record-digits.ts';

/** An object that can be looked up by `node(id:)`. */
@InterfaceType('Node', { description: 'An object with an id.' })
export abstract class Node {
  @Field(() => ID, { description: 'The prefixed id, which never changes.' })
  id!: string;
}

/** The hash, size and kind of the content that a record has. */
export interface ContentFacts {
  /** In hexadecimal. */
  sha256: string;
  /** In bytes. */
  size: number;
  /** The kind that cloud-init would detect. */
  kind: string;
}

/** A part of an aggregate, as its owner's history shows it. */
export interface OwnedPart {
  /** The aggregate's root; undefined or null once the part was taken out of it. */
  owner: BaseRecord | null | undefined;
  /** The name of the owner's field that stands for it: `tags.Name`. */
  label: string;
  /** A description in a few words; for a part that is only a content, the facts of the content. */
  summary: string | ContentFacts;
  /** The facts of the content that it has in addition to the summary. */
  content?: ContentFacts;
}

/** The root of an aggregate: a prefixed id, a version for optimistic locking, and its times. */
@ObjectType()
export abstract class BaseRecord {
  [OptionalProps]?: 'version' | 'createdAt' | 'updatedAt';

  @Field(() => ID, { description: 'The prefixed id, which never changes.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string;

  @Field(() => Int, {
    description:
      'The version, incremented by every change; pass it as `ifVersion` to update only what you have seen.',
  })
  @Property({ type: 'integer', version: true })
  version: number = 1;

  @Field(() => Date, { description: 'The time of creation.' })
  @Property({ type: 'Date' })
  createdAt: Date = new Date();

  @Field(() => Date, { description: 'The time of the last change to the object or to something it owns.' })
  @Property({ type: 'Date', onUpdate: () => new Date() })
  updatedAt: Date = new Date();

  constructor(prefix: string) {
    this.id = `${prefix}-${orderedDigits()}`;
  }

  /** The name that messages and the history show for it. */
  abstract get title(): string;

  /** Set if it is a part of another record's aggregate: its changes count as changes of that record. */
  get ownedPart(): OwnedPart | undefined {
    return undefined;
  }
}

/** A part of an aggregate: its changes count as changes of its owner. */
export abstract class OwnedRecord implements OwnedPart {
  abstract get owner(): BaseRecord;

  /** The property that points to the aggregate's root. */
  get ownerProperty(): string {
    return 'instance';
  }

  abstract get label(): string;

  abstract get summary(): OwnedPart['summary'];
}
