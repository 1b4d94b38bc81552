import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { OwnedRecord } from '../database/record.ts';
import { Instance } from '../instances/instance.entity.ts';
import { NetworkInterface } from './network-interface.entity.ts';

/**
 * An address that an instance sends requests from. It is the primary key: an address belongs to at most one instance.
 *
 * On an interface it is a private address of that interface; without one it is a caller address (NAT, a relay).
 */
@Entity()
export class Address extends OwnedRecord {
  @PrimaryKey({ type: 'string', length: 45 })
  address: string;

  @ManyToOne(() => Instance, { deleteRule: 'cascade', index: true })
  instance: Rel<Instance>;

  @ManyToOne(() => NetworkInterface, { nullable: true, deleteRule: 'cascade', index: true })
  interface: Rel<NetworkInterface> | null;

  @Property({ type: 'integer' })
  position: number = 0;

  /** The public address that is translated to this one. */
  @Property({ type: 'string', length: 45, nullable: true, unique: true })
  publicAddress: string | null = null;

  constructor(instance: Rel<Instance>, address: string, networkInterface: Rel<NetworkInterface> | null) {
    super();
    this.instance = instance;
    this.address = address;
    this.interface = networkInterface;
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `${this.interface ? 'addresses' : 'callerAddresses'}.${this.address}`;
  }

  get summary() {
    return this.publicAddress ? `${this.address} (public ${this.publicAddress})` : this.address;
  }
}
