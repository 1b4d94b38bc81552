import { Field, InputType } from 'type-graphql';
import { AtMost } from '../graphql/size-limits.ts';
import { Ref } from '../graphql/scalars.ts';
import { CIDR, IPAddress } from './network.scalars.ts';

@InputType()
export class SubnetChanges {
  @Field(() => Ref, { nullable: true, description: 'The VPC that contains the subnet.' })
  vpc?: string | null;

  @Field(() => CIDR, { nullable: true, description: 'The IPv4 block.' })
  ipv4CidrBlock?: string | null;

  @Field(() => [CIDR], { nullable: true, description: 'The IPv6 blocks; at most 64.' })
  @AtMost({ items: 64 })
  ipv6CidrBlocks?: string[] | null;

  @Field(() => IPAddress, {
    nullable: true,
    description: 'The IPv4 router, in the IPv4 block; served if `dhcp` is false.',
  })
  ipv4Gateway?: string | null;

  @Field(() => IPAddress, {
    nullable: true,
    description:
      'The IPv6 router, in one of the IPv6 blocks or link-local (fe80::1); served if `dhcp` is false.',
  })
  ipv6Gateway?: string | null;

  @Field(() => [IPAddress], { nullable: true, description: 'The name servers; at most 16.' })
  @AtMost({ items: 16 })
  dnsServers?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True if instances get their first address of each family by DHCP; by default true.',
  })
  dhcp?: boolean | null;
}

@InputType()
export class NewSubnet extends SubnetChanges {
  @Field(() => Ref, { description: 'The VPC that contains the subnet.' })
  override vpc!: string;
}

@InputType({ description: 'A filter for subnets; all given conditions must hold.' })
export class SubnetFilter {
  @Field(() => Ref, { nullable: true, description: 'Subnets of this VPC.' })
  vpc?: string | null;
}
