import type { Rel } from '@mikro-orm/core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Needs } from '../access/permission.ts';
import { OwnedRecord } from '../database/record.ts';
import { Costs } from '../graphql/cost.ts';
import { Bytes } from '../graphql/scalars.ts';
import { textOf } from '../user-data/user-data-kind.ts';
import { Instance } from './instance.entity.ts';

/** The most entries of an instance; each has at most 16 KiB. */
export const mostCustomMetadata = 100;

/** A path of the metadata tree that an operator gave a value. */
@Entity()
@ObjectType({ description: 'A path of the metadata tree with a value of its own.', simpleResolvers: true })
export class CustomMetadata extends OwnedRecord {
  [PrimaryKeyProp]?: ['instance', 'path'];

  @ManyToOne(() => Instance, { primary: true, deleteRule: 'cascade' })
  instance: Rel<Instance>;

  @Field(() => String, { description: 'The path below the version, as `meta-data/rack/unit`.' })
  @PrimaryKey({ type: 'string', length: 255 })
  path: string;

  @Field(() => String, {
    nullable: true,
    description: 'The version since when it shows; null: since that of the entry it stands for, else always.',
  })
  @Property({ type: 'string', length: 10, nullable: true })
  since: string | null = null;

  @Field(() => Bytes, { simple: false, description: 'The value, byte for byte.' })
  @Costs(3)
  @Needs('user-data:read')
  @Property({ type: 'blob', hidden: true })
  bytes!: Uint8Array;

  constructor(instance: Rel<Instance>, path: string) {
    super();
    this.instance = instance;
    this.path = path;
  }

  @Field(() => String, {
    nullable: true,
    simple: false,
    description: 'The value as text; null when it is not UTF-8 text.',
  })
  @Costs(3)
  @Needs('user-data:read')
  get value(): string | undefined {
    return textOf(this.bytes);
  }

  /** Gives it another value; the same bytes change nothing. */
  replace({ since, bytes }: { since: string | null; bytes: Uint8Array }): void {
    this.since = since;
    if (!this.bytes || Buffer.compare(bytes, this.bytes) !== 0) this.bytes = bytes;
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `customMetadata.${this.path}`;
  }

  get summary() {
    return `${this.bytes.length} bytes`;
  }
}
