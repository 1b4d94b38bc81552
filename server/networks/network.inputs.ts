import { Max, Min, ValidateNested } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { Ref } from '../graphql/scalars.ts';
import { AtMost } from '../graphql/size-limits.ts';
import { IfGiven } from '../graphql/validators.ts';
import { CIDR, IPAddress, MACAddress } from './network.scalars.ts';

/** The maximum number of addresses of one interface, and of an instance's caller addresses. */
export const maxAddresses = 256;

/** The maximum number of security groups of one interface. */
export const maxGroups = 64;

@InputType({
  description: 'A public address and the private address, of the same family, that it is translated to.',
})
export class AddressAssociationInput {
  @Field(() => IPAddress, { description: 'One of the private addresses of the interface.' })
  privateAddress!: string;

  @Field(() => IPAddress, { description: 'The address by which others reach the interface.' })
  publicAddress!: string;
}

@InputType({ description: 'A network interface of an instance.' })
export class NetworkInterfaceInput {
  @Field(() => MACAddress, { nullable: true, description: 'The hardware address.' })
  mac?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The device index; by default the position in the list.',
  })
  @IfGiven()
  @Min(0, { message: 'A device number is 0 or more.' })
  @Max(255, { message: 'A device number is at most 255.' })
  deviceNumber?: number | null;

  @Field(() => Int, { nullable: true, description: 'The network card, on instance types with several.' })
  @IfGiven()
  @Min(0, { message: 'A network card is 0 or more.' })
  @Max(255, { message: 'A network card is at most 255.' })
  networkCard?: number | null;

  @Field(() => [IPAddress], { description: 'The private addresses, the primary one first; at most 256.' })
  @AtMost({ items: maxAddresses })
  addresses!: string[];

  @Field(() => [AddressAssociationInput], {
    nullable: true,
    description: 'The public addresses of the private ones; at most 256.',
  })
  @AtMost({ items: maxAddresses })
  @IfGiven()
  @ValidateNested({ each: true })
  associations?: AddressAssociationInput[] | null;
  @Field(() => Ref, {
    nullable: true,
    description:
      'The subnet of the interface; by default the one that contains its first address. Null for none, until a subnet gets a block that contains that address.',
  })
  subnet?: string | null;

  @Field(() => [Ref], {
    nullable: true,
    description:
      'The full list of security groups, in this order; at most 64. Null, or not given for a new interface: the group `default`.',
  })
  @AtMost({ items: maxGroups })
  securityGroups?: string[] | null;

  @Field(() => [CIDR], {
    nullable: true,
    description: 'The IPv4 prefixes routed to the interface, at most 256; unchanged if not given.',
  })
  @AtMost({ items: maxAddresses })
  ipv4Prefixes?: string[] | null;

  @Field(() => [CIDR], {
    nullable: true,
    description: 'The IPv6 prefixes routed to the interface, at most 256; unchanged if not given.',
  })
  @AtMost({ items: maxAddresses })
  ipv6Prefixes?: string[] | null;
}
