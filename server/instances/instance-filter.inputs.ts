import { Field, ID, InputType } from 'type-graphql';
import { Ref, UUID } from '../graphql/scalars.ts';
import { IPAddress, MACAddress } from '../networks/network.scalars.ts';
import { HttpTokens, Switch } from './metadata-options.ts';

@InputType({ description: 'The id, name or address of an instance; exactly one must be given.' })
export class InstanceBy {
  @Field(() => ID, { nullable: true, description: 'The prefixed id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: 'The instance-id in the metadata.' })
  instanceId?: string | null;
  @Field(() => UUID, { nullable: true, description: 'The UUID.' })
  uuid?: string | null;
  @Field(() => String, { nullable: true, description: 'The unique name.' })
  hostname?: string | null;
  @Field(() => IPAddress, {
    nullable: true,
    description: 'An address from which the instance sends requests.',
  })
  address?: string | null;
  @Field(() => MACAddress, { nullable: true, description: 'The hardware address of an interface.' })
  mac?: string | null;
  @Field(() => String, { nullable: true, description: "The caller's own key." })
  externalId?: string | null;
}

@InputType({ description: 'A filter for instances by a tag.' })
export class TagFilter {
  @Field(() => String, { description: 'The key.' })
  key!: string;
  @Field(() => String, { nullable: true, description: 'The value; by default any.' })
  value?: string | null;
}

@InputType({ description: 'A filter for instances; all given conditions must hold.' })
export class InstanceFilter {
  @Field(() => TagFilter, { nullable: true, description: 'Instances with this tag.' })
  tag?: TagFilter | null;
  @Field(() => String, { nullable: true, description: 'Instances in this zone.' })
  availabilityZone?: string | null;
  @Field(() => HttpTokens, { nullable: true, description: 'Instances with tokens optional or required.' })
  httpTokens?: HttpTokens | null;
  @Field(() => Switch, { nullable: true, description: 'Instances with the metadata service on or off.' })
  httpEndpoint?: Switch | null;
  @Field(() => Switch, { nullable: true, description: 'Instances that can read their tags, or cannot.' })
  instanceMetadataTags?: Switch | null;
  @Field(() => String, { nullable: true, description: 'Instances of this instance type.' })
  instanceType?: string | null;
  @Field(() => String, { nullable: true, description: 'Instances made from this image.' })
  imageId?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Instances to which this SSH key gives access.' })
  key?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Instances with an interface in this subnet.' })
  subnet?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Instances with an interface in this security group.' })
  securityGroup?: string | null;
  @Field(() => Ref, {
    nullable: true,
    description: 'Instances with this role as `iamRole` or `identityRole`.',
  })
  iamRole?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Instances with this user-data document.' })
  userData?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Instances with or without user-data.' })
  hasUserData?: boolean | null;
}
