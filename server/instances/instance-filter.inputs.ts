import { Field, ID, InputType } from 'type-graphql';
import { Ref, UUID } from '../graphql/scalars.ts';
import { IPAddress, MACAddress } from '../networks/network.scalars.ts';
import { HttpTokens, Switch } from './metadata-options.ts';

@InputType({ description: 'The one instance with this id, name or address; give exactly one.' })
export class InstanceBy {
  @Field(() => ID, { nullable: true, description: 'The prefixed id.' })
  id?: string | null;
  @Field(() => String, { nullable: true, description: 'Its instance-id in the metadata.' })
  instanceId?: string | null;
  @Field(() => UUID, { nullable: true, description: 'Its UUID.' })
  uuid?: string | null;
  @Field(() => String, { nullable: true, description: 'Its unique name.' })
  hostname?: string | null;
  @Field(() => IPAddress, { nullable: true, description: 'An address it asks from.' })
  address?: string | null;
  @Field(() => MACAddress, { nullable: true, description: 'The hardware address of an interface.' })
  mac?: string | null;
  @Field(() => String, { nullable: true, description: "The caller's own key." })
  externalId?: string | null;
}

@InputType({ description: 'Instances that have a tag.' })
export class TagFilter {
  @Field(() => String, { description: 'The key.' })
  key!: string;
  @Field(() => String, { nullable: true, description: 'The value; any where none is given.' })
  value?: string | null;
}

@InputType({ description: 'Which instances; every condition given has to hold.' })
export class InstanceFilter {
  @Field(() => TagFilter, { nullable: true, description: 'Having this tag.' })
  tag?: TagFilter | null;
  @Field(() => String, { nullable: true, description: 'In this zone.' })
  availabilityZone?: string | null;
  @Field(() => HttpTokens, { nullable: true, description: 'With tokens optional or required.' })
  httpTokens?: HttpTokens | null;
  @Field(() => Switch, { nullable: true, description: 'With the metadata service on or off.' })
  httpEndpoint?: Switch | null;
  @Field(() => Switch, { nullable: true, description: 'That can read their tags, or cannot.' })
  instanceMetadataTags?: Switch | null;
  @Field(() => String, { nullable: true, description: 'Of this instance type.' })
  instanceType?: string | null;
  @Field(() => String, { nullable: true, description: 'Made of this image.' })
  imageId?: string | null;
  @Field(() => Ref, { nullable: true, description: 'Opened by this key.' })
  key?: string | null;
  @Field(() => Ref, { nullable: true, description: 'With an interface in this subnet.' })
  subnet?: string | null;
  @Field(() => Ref, { nullable: true, description: 'With an interface in this security group.' })
  securityGroup?: string | null;
  @Field(() => Ref, { nullable: true, description: 'With this role, for whatever use.' })
  iamRole?: string | null;
  @Field(() => Ref, { nullable: true, description: 'With this user-data document.' })
  userData?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'With or without user-data.' })
  hasUserData?: boolean | null;
}
