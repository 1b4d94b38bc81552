import type { Rel } from '@mikro-orm/core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { ContentReference } from '../contents/content-reference.ts';
import { contentFacts, hold, type ContentHolder, type GivenContent } from '../contents/given-content.ts';
import { OwnedRecord, type ContentFacts } from '../database/record.ts';
import { UserDataKind } from '../user-data/user-data-kind.enum.ts';
import { Instance } from './instance.entity.ts';

/** The maximum number of entries of an instance; each has at most 16 KiB. */
export const maxCustomMetadata = 100;

/** A path of the metadata tree with a value that an operator set. */
@Entity()
@ObjectType({ description: 'A path of the metadata tree with a value of its own.', simpleResolvers: true })
export class CustomMetadata extends OwnedRecord implements ContentHolder {
  [PrimaryKeyProp]?: ['instance', 'path'];

  @ManyToOne(() => Instance, { primary: true, deleteRule: 'cascade' })
  instance: Rel<Instance>;

  @Field(() => String, { description: 'The path below the version, such as `meta-data/rack/unit`.' })
  @PrimaryKey({ type: 'string', length: 255 })
  path: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The first version that serves the path; if null, that of the entry it replaces, else the very first.',
  })
  @Property({ type: 'string', length: 10, nullable: true })
  since: string | null = null;

  @ContentReference()
  sha256!: string;

  /** In bytes. */
  @Property({ type: 'integer' })
  size!: number;

  @Enum({ items: () => UserDataKind })
  kind!: UserDataKind;

  /** The new bytes, which the next flush stores. */
  given?: GivenContent | undefined;

  constructor(instance: Rel<Instance>, path: string) {
    super();
    this.instance = instance;
    this.path = path;
  }

  /** Sets another value; the same content changes nothing. */
  replace({ since, content }: { since: string | null; content: ContentFacts | GivenContent }): void {
    this.since = since;
    hold(this, content);
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `customMetadata.${this.path}`;
  }

  get summary() {
    return contentFacts(this);
  }
}
