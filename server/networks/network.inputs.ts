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
  description: 'A public address and the private one, of the same family, that it is translated to.',
})
export class AddressAssociationInput {
  @Field(() => IPAddress, { description: 'One of the private addresses of the interface.' })
  privateAddress!: string;

  @Field(() => IPAddress, { description: 'The address that others reach it by.' })
  publicAddress!: string;
}

@InputType({ description: 'A network interface of an instance.' })
export class NetworkInterfaceInput {
  @Field(() => MACAddress, { nullable: true, description: 'The hardware address.' })
  mac?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The device index; its place in the list where none is given.',
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
    description: 'The public addresses of its private ones, at most 256.',
  })
  @AtMost({ items: maxAddresses })
  @IfGiven()
  @ValidateNested({ each: true })
  associations?: AddressAssociationInput[] | null;
  @Field(() => Ref, {
    nullable: true,
    description:
      'The subnet that it is in; where not given, the one that its first address lies in. Null: none, until one gets a block around it.',
  })
  subnet?: string | null;

  @Field(() => [Ref], {
    nullable: true,
    description:
      'Exactly these security groups, at most 64, in this order. Null, and not given on a new interface: the group `default`.',
  })
  @AtMost({ items: maxGroups })
  securityGroups?: string[] | null;

  @Field(() => [CIDR], {
    nullable: true,
    description: 'The IPv4 prefixes that are routed to it, at most 256; where not given, they stay.',
  })
  @AtMost({ items: maxAddresses })
  ipv4Prefixes?: string[] | null;

  @Field(() => [CIDR], {
    nullable: true,
    description: 'The IPv6 prefixes that are routed to it, at most 256; where not given, they stay.',
  })
  @AtMost({ items: maxAddresses })
  ipv6Prefixes?: string[] | null;
}
