import { Entity, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { BaseRecord, Node } from '../database/record.ts';
import { CIDR } from './network.scalars.ts';

/** A private network that subnets are parts of. */
@Entity()
@ObjectType({ implements: Node, description: 'A private network.', simpleResolvers: true })
export class Vpc extends BaseRecord implements Node {
  static readonly idPrefix = 'vpc';
  /** The properties that decide the values served to the machines that share one. */
  static readonly sharedProperties = ['ipv4CidrBlocks', 'ipv6CidrBlocks'];

  @Field(() => String, { description: 'The unique name.' })
  @Property({ type: 'string', length: 255, unique: true })
  name: string;

  @Field(() => [CIDR], { description: 'The IPv4 blocks, the primary one first.' })
  @Property({ type: 'json' })
  ipv4CidrBlocks: string[] = [];

  @Field(() => [CIDR], { description: 'The IPv6 blocks.' })
  @Property({ type: 'json' })
  ipv6CidrBlocks: string[] = [];

  constructor(name: string) {
    super(Vpc.idPrefix);
    this.name = name;
  }

  get title() {
    return this.name;
  }
}
