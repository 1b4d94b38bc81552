import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { orderedDigits } from '../database/record-digits.ts';
import { Node, OwnedRecord } from '../database/record.ts';
import { syncCollection } from '../database/record-collection.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { Address } from './address.entity.ts';
import { GroupMembership } from './group-membership.entity.ts';
import { CIDR, IPAddress, MACAddress } from './network.scalars.ts';
import type { SecurityGroup } from './security-group.entity.ts';
import { Subnet } from './subnet.entity.ts';

@ObjectType({
  description:
    'A public address and the private address it is translated to; the metadata contains only IPv4 ones.',
  simpleResolvers: true,
})
export class AddressAssociation {
  @Field(() => IPAddress, { description: 'The address on the interface.' })
  privateAddress!: string;
  @Field(() => IPAddress, { description: 'The address by which others reach the interface.' })
  publicAddress!: string;
}

/** A network interface of an instance; device 0 is the primary one. */
@Entity()
@Unique({ properties: ['instance', 'deviceNumber', 'networkCard'] })
@ObjectType({ implements: Node, description: 'A network interface of an instance.', simpleResolvers: true })
export class NetworkInterface extends OwnedRecord implements Node {
  static readonly idPrefix = 'eni';

  @Field(() => ID, { description: 'The interface id, as the instance sees it: `eni-...`.' })
  @PrimaryKey({ type: 'string', length: 40 })
  id: string = `${NetworkInterface.idPrefix}-${orderedDigits()}`;

  @ManyToOne(() => Instance, { deleteRule: 'cascade' })
  instance: Rel<Instance>;

  @Field(() => MACAddress, {
    nullable: true,
    description:
      'The hardware address; without it, the metadata of the interface consists of its addresses alone.',
  })
  @Property({ type: 'string', length: 17, nullable: true, unique: true })
  mac: string | null = null;

  @Field(() => Int, { description: 'The device index on the network card; 0 is the primary interface.' })
  @Property({ type: 'integer' })
  deviceNumber: number;

  @Field(() => Int, { nullable: true, description: 'The network card, on instance types with several.' })
  @Property({ type: 'integer', nullable: true })
  networkCard: number | null = null;

  @Field(() => [CIDR], { description: 'The IPv4 prefixes routed to the interface.' })
  @Property({ type: 'json', defaultRaw: "'[]'" })
  ipv4Prefixes: string[] = [];

  @Field(() => [CIDR], { description: 'The IPv6 prefixes routed to the interface.' })
  @Property({ type: 'json', defaultRaw: "'[]'" })
  ipv6Prefixes: string[] = [];

  @ManyToOne(() => Subnet, { nullable: true, deleteRule: 'set null', index: true })
  subnet: Rel<Subnet> | null = null;

  @OneToMany(() => GroupMembership, (membership) => membership.interface, {
    orphanRemoval: true,
    orderBy: { position: 'asc' },
  })
  groupMemberships = new Collection<GroupMembership>(this);

  constructor(instance: Rel<Instance>, deviceNumber: number) {
    super();
    this.instance = instance;
    this.deviceNumber = deviceNumber;
  }

  private get rows(): Address[] {
    return this.instance.addressesOf(this);
  }

  @Field(() => [IPAddress], { description: 'All private addresses, the primary one first.' })
  get addresses(): string[] {
    return this.rows.map((row) => row.address);
  }

  @Field(() => [IPAddress], { description: 'The public addresses of the private ones.' })
  get publicAddresses(): string[] {
    return this.associations.map((association) => association.publicAddress);
  }

  @Field(() => [AddressAssociation], {
    description: 'The public addresses, each with the private address it is translated to.',
  })
  get associations(): AddressAssociation[] {
    return this.rows.flatMap(({ address, publicAddress }) =>
      publicAddress === null ? [] : [{ privateAddress: address, publicAddress }],
    );
  }

  get orderedGroups(): SecurityGroup[] {
    return [...this.groupMemberships].sort((a, b) => a.position - b.position).map(({ group }) => group);
  }

  /** Puts it in exactly these groups, in this order. */
  setGroups(groups: SecurityGroup[]): void {
    for (const membership of this.groupMemberships) membership.takenFrom = this;
    syncCollection(this.groupMemberships, groups, {
      keyOf: ({ group }) => group.id,
      keyFor: ({ id }) => id,
      make: (group, position) => new GroupMembership(this, group, position),
      change: (membership, _, position) => void (membership.position = position),
    });
  }

  get owner() {
    return this.instance;
  }

  get label() {
    return `interfaces.${this.deviceNumber}`;
  }

  get summary() {
    return this.mac ?? this.id;
  }
}
