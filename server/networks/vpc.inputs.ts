import { Field, InputType } from 'type-graphql';
import { CIDR } from './network.scalars.ts';

@InputType()
export class VpcChanges {
  @Field(() => [CIDR], { nullable: true, description: 'Its IPv4 blocks, the primary one first.' })
  ipv4CidrBlocks?: string[] | null;

  @Field(() => [CIDR], { nullable: true, description: 'Its IPv6 blocks.' })
  ipv6CidrBlocks?: string[] | null;
}
