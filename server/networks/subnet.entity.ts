import type { Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { CIDR, IPAddress } from './network.scalars.ts';
import { Vpc } from './vpc.entity.ts';

/** A part of a private network that interfaces are connected to. */
@Entity()
@ObjectType({ implements: Node, description: 'A part of a private network.', simpleResolvers: true })
export class Subnet extends BaseRecord implements Node {
  static readonly idPrefix = 'subnet';
  /** The properties that decide the values served to the machines that share one. */
  static readonly sharedProperties = [
    'vpc',
    'ipv4CidrBlock',
    'ipv6CidrBlocks',
    'ipv4Gateway',
    'ipv6Gateway',
    'dnsServers',
    'dhcp',
  ];

  @Field(() => String, { description: 'The unique name.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @ManyToOne(() => Vpc, { index: true })
  vpc!: Rel<Vpc>;

  @Field(() => CIDR, { nullable: true, description: 'The IPv4 block; null in an IPv6 network.' })
  @Property({ type: 'string', length: 18, nullable: true })
  ipv4CidrBlock: string | null = null;

  @Field(() => [CIDR], { description: 'The IPv6 blocks.' })
  @Property({ type: 'json' })
  ipv6CidrBlocks: string[] = [];

  @Field(() => IPAddress, {
    nullable: true,
    description: 'The IPv4 router, served by OpenStack and NoCloud if `dhcp` is false.',
  })
  @Property({ type: 'string', length: 15, nullable: true })
  ipv4Gateway: string | null = null;

  @Field(() => IPAddress, {
    nullable: true,
    description: 'The IPv6 router, served by OpenStack and NoCloud if `dhcp` is false.',
  })
  @Property({ type: 'string', length: 45, nullable: true })
  ipv6Gateway: string | null = null;

  @Field(() => [IPAddress], {
    description: 'The name servers, served by OpenStack, and by NoCloud if `dhcp` is false.',
  })
  @Property({ type: 'json' })
  dnsServers: string[] = [];

  @Field(() => Boolean, {
    description:
      'True if instances get their first address of each family by DHCP; otherwise they set it themselves.',
  })
  @Property({ type: 'boolean' })
  dhcp: boolean = true;

  constructor(name: string) {
    super(Subnet.idPrefix);
    this.name = name;
  }

  get title() {
    return this.name;
  }
}
