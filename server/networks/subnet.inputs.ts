import { Field, InputType } from 'type-graphql';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';
import { CIDR, IPAddress } from './network.scalars.ts';

@InputType()
export class SubnetChanges {
  @Field(() => Ref, { nullable: true, description: 'The VPC that it is a part of.' })
  vpc?: string | null;

  @Field(() => CIDR, { nullable: true, description: 'Its IPv4 block.' })
  ipv4CidrBlock?: string | null;

  @Field(() => [CIDR], { nullable: true, description: 'Its IPv6 blocks, at most 64.' })
  @AtMost({ items: 64 })
  ipv6CidrBlocks?: string[] | null;

  @Field(() => IPAddress, {
    nullable: true,
    description: 'Its IPv4 router, in its IPv4 block; served where `dhcp` is false.',
  })
  ipv4Gateway?: string | null;

  @Field(() => IPAddress, {
    nullable: true,
    description:
      'Its IPv6 router, in one of its IPv6 blocks or link-local (fe80::1); served where `dhcp` is false.',
  })
  ipv6Gateway?: string | null;

  @Field(() => [IPAddress], { nullable: true, description: 'Its name servers, at most 16.' })
  @AtMost({ items: 16 })
  dnsServers?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether machines get their first address of each family by DHCP; true where not given.',
  })
  dhcp?: boolean | null;
}

@InputType()
export class NewSubnet extends SubnetChanges {
  @Field(() => Ref, { description: 'The VPC that it is a part of.' })
  override vpc!: string;
}

@InputType({ description: 'Which subnets; every condition given has to hold.' })
export class SubnetFilter {
  @Field(() => Ref, { nullable: true, description: 'In this VPC.' })
  vpc?: string | null;
}
