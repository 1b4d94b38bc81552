import type { Rel } from '@mikro-orm/core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { OwnedRecord } from '../database/record.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { Instance } from './instance.entity.ts';

/** The attachment of a key to an instance, with its position in `public-keys`. */
@Entity()
export class KeyAttachment extends OwnedRecord {
  [PrimaryKeyProp]?: ['instance', 'key'];

  @ManyToOne(() => Instance, { primary: true, deleteRule: 'cascade' })
  instance: Rel<Instance>;

  @ManyToOne(() => SshKey, { primary: true, deleteRule: 'cascade', index: true })
  key: Rel<SshKey>;

  @Property({ type: 'integer' })
  position: number;

  constructor(instance: Rel<Instance>, key: SshKey, position: number) {
    super();
    this.instance = instance;
    this.key = key;
    this.position = position;
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `keys.${this.key.name}`;
  }

  get summary() {
    return this.key.fingerprint;
  }
}
