import type { Rel } from '@mikro-orm/core';
import { PrimaryKeyProp } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { OwnedRecord } from '../database/record.ts';
import { Instance } from '../instances/instance.entity.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import { SecurityGroup } from './security-group.entity.ts';

/** The membership of an interface in a security group, with its position in the list. */
@Entity()
export class GroupMembership extends OwnedRecord {
  [PrimaryKeyProp]?: ['interface', 'group'];

  @ManyToOne(() => NetworkInterface, { primary: true, deleteRule: 'cascade' })
  interface: Rel<NetworkInterface>;

  @ManyToOne(() => SecurityGroup, { primary: true, deleteRule: 'cascade', index: true })
  group: Rel<SecurityGroup>;

  @ManyToOne(() => Instance, { deleteRule: 'cascade', index: true })
  instance: Rel<Instance>;

  @Property({ type: 'integer' })
  position: number;

  /** The interface that it was taken out of; the history needs it, since `interface` is unset then. */
  takenFrom?: Rel<NetworkInterface>;

  constructor(on: Rel<NetworkInterface>, group: SecurityGroup, position: number) {
    super();
    this.interface = on;
    this.instance = on.instance;
    this.group = group;
    this.position = position;
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `${(this.interface ?? this.takenFrom).label}.securityGroups.${this.group.name}`;
  }

  get summary() {
    return this.group.id;
  }
}
