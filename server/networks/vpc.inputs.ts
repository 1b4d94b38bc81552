import { Field, InputType } from 'type-graphql';
import { AtMost } from '../graphql/size-limits.ts';
import { CIDR } from './network.scalars.ts';

@InputType()
export class VpcChanges {
  @Field(() => [CIDR], { nullable: true, description: 'The IPv4 blocks, the primary one first; at most 64.' })
  @AtMost({ items: 64 })
  ipv4CidrBlocks?: string[] | null;

  @Field(() => [CIDR], { nullable: true, description: 'The IPv6 blocks; at most 64.' })
  @AtMost({ items: 64 })
  ipv6CidrBlocks?: string[] | null;
}
