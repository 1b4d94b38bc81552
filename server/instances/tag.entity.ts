import type { Rel } from '@mikro-orm/core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { OwnedRecord } from '../database/record.ts';
import { Instance } from './instance.entity.ts';

/** A key and a value that an operator gave an instance; the instance can read them if its options allow it. */
@Entity()
@Index({ properties: ['key', 'value'] })
@ObjectType({ description: 'A tag of an instance.', simpleResolvers: true })
export class Tag extends OwnedRecord {
  [PrimaryKeyProp]?: ['instance', 'key'];

  @ManyToOne(() => Instance, { primary: true, deleteRule: 'cascade' })
  instance: Rel<Instance>;

  @Field(() => String, { description: 'The key, unique within the instance.' })
  @PrimaryKey({ type: 'string', length: 128 })
  key: string;

  @Field(() => String, { description: 'The value; may be empty.' })
  @Property({ type: 'string', length: 256 })
  value: string;

  constructor(instance: Rel<Instance>, key: string, value: string) {
    super();
    this.instance = instance;
    this.key = key;
    this.value = value;
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `tags.${this.key}`;
  }

  get summary() {
    return this.value;
  }
}
