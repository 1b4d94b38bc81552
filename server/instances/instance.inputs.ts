import { Matches, Max, Min, ValidateNested } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { Bytes, Ref, UUID } from '../graphql/scalars.ts';
import { BulkDeleteInput, BulkInput, ExistingInput, maxPerCall } from '../graphql/input-types.ts';
import { AtMost, IsContent } from '../graphql/size-limits.ts';
import { IfGiven, IsHostname, IsLine, IsWord } from '../graphql/validators.ts';
import { maxAddresses, maxGroups, NetworkInterfaceInput } from '../networks/network.inputs.ts';
import { IPAddress, MACAddress } from '../networks/network.scalars.ts';
import { BlockDevice } from './block-device.ts';
import { maxCustomMetadata } from './custom-metadata.entity.ts';
import { CustomMetadataInput } from './custom-metadata.inputs.ts';
import { InstanceFactsInput } from './instance-facts.inputs.ts';
import { hopLimitNote, HttpTokens, Switch } from './metadata-options.ts';
import { maxTags, TagInput } from './tag.inputs.ts';

/** The maximum number of keys of an instance. */
export const maxKeys = 64;

const instanceIdRule = {
  message: 'An instance-id is "i-" and 17 lower-case hexadecimal digits, as i-0a1b2c3d4e5f67890.',
};

@InputType({ description: 'Changes of the instance metadata options; what is not given stays.' })
export class MetadataOptionsInput {
  @Field(() => Switch, { nullable: true, description: 'DISABLED answers every request with 403.' })
  httpEndpoint?: Switch | null;

  @Field(() => HttpTokens, { nullable: true, description: 'Whether a session token is needed.' })
  httpTokens?: HttpTokens | null;

  @Field(() => Int, {
    nullable: true,
    description: `Hop limit of the token answer, 1 to 64; ${hopLimitNote}`,
  })
  @IfGiven()
  @Min(1, { message: 'A hop limit is 1 to 64.' })
  @Max(64, { message: 'A hop limit is 1 to 64.' })
  httpPutResponseHopLimit?: number | null;

  @Field(() => Switch, { nullable: true, description: 'Whether the IPv6 endpoint, fd00:ec2::254, answers.' })
  httpProtocolIpv6?: Switch | null;

  @Field(() => Switch, {
    nullable: true,
    description:
      'Whether the instance can read its tags: then their keys are of letters, digits and + - = . , _ : @.',
  })
  instanceMetadataTags?: Switch | null;
}

/** All fields of an instance except its names, for new and existing ones. */
@InputType()
export abstract class InstanceChanges extends InstanceFactsInput {
  @Field(() => UUID, {
    nullable: true,
    description: 'Its UUID, as its SMBIOS table shows it; made where none is given.',
  })
  uuid?: string | null;

  @Field(() => String, { nullable: true, description: "The caller's own unique key, as `libvirt:<uuid>`." })
  @IsWord()
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: 'A name for people; it is not in the metadata.' })
  @IsLine()
  displayName?: string | null;

  @Field(() => [IPAddress], {
    nullable: true,
    description: 'Private addresses of the primary interface, primary first; at most 256.',
  })
  @AtMost({ items: maxAddresses })
  addresses?: string[] | null;

  @Field(() => MACAddress, { nullable: true, description: 'Hardware address of the primary interface.' })
  mac?: string | null;

  @Field(() => IPAddress, { nullable: true, description: 'Public address of the primary private one.' })
  publicAddress?: string | null;

  @Field(() => Ref, {
    nullable: true,
    description:
      'The subnet of the primary interface; where not given, the one that its first address lies in. Null: none, until one gets a block around it.',
  })
  subnet?: string | null;

  @Field(() => [Ref], {
    nullable: true,
    description:
      'Exactly these security groups of the primary interface, at most 64, in this order. Null, and not given on a new instance: the group `default`.',
  })
  @AtMost({ items: maxGroups })
  securityGroups?: string[] | null;

  @Field(() => [NetworkInterfaceInput], {
    nullable: true,
    description: 'Every interface, at most 64, instead of `addresses`, `mac` and `publicAddress`.',
  })
  @AtMost({ items: 64 })
  @IfGiven()
  @ValidateNested({ each: true })
  interfaces?: NetworkInterfaceInput[] | null;

  @Field(() => [IPAddress], {
    nullable: true,
    description: 'Further addresses it asks from: NAT, a relay; at most 256.',
  })
  @AtMost({ items: maxAddresses })
  callerAddresses?: string[] | null;

  @Field(() => [TagInput], { nullable: true, description: `Exactly these tags, at most ${maxTags}.` })
  @AtMost({ items: maxTags })
  @IfGiven()
  @ValidateNested({ each: true })
  tags?: TagInput[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: `Exactly these keys, at most ${maxKeys}, in this order.`,
  })
  @AtMost({ items: maxKeys })
  keys?: string[] | null;

  @Field(() => Ref, { nullable: true, description: 'A shared user-data document.' })
  userData?: string | null;

  @Field(() => String, { nullable: true, description: "This instance's own user-data, as text." })
  @IsContent()
  userDataText?: string | null;

  @Field(() => Bytes, { nullable: true, description: "This instance's own user-data, as bytes." })
  userDataBytes?: Uint8Array | null;

  @Field(() => Ref, { nullable: true, description: 'The role that it acts as, served under `iam/`.' })
  iamRole?: string | null;

  @Field(() => Ref, { nullable: true, description: 'The role served under `identity-credentials/`.' })
  identityRole?: string | null;

  @Field(() => [BlockDevice], { nullable: true, description: 'The block device mapping, at most 64 lines.' })
  @AtMost({ items: 64 })
  @IfGiven()
  @ValidateNested({ each: true })
  blockDevices?: BlockDevice[] | null;

  @Field(() => [CustomMetadataInput], {
    nullable: true,
    description: `Exactly these further paths, and other values of known ones; at most ${maxCustomMetadata}.`,
  })
  @AtMost({ items: maxCustomMetadata })
  customMetadata?: CustomMetadataInput[] | null;

  @Field(() => MetadataOptionsInput, { nullable: true, description: 'Changes of the metadata options.' })
  @IfGiven()
  @ValidateNested()
  metadataOptions?: MetadataOptionsInput | null;
}

@InputType()
abstract class NewInstance extends InstanceChanges {
  @Field(() => String, { description: 'The unique name of the machine.' })
  @IsHostname()
  hostname!: string;

  @Field(() => String, { nullable: true, description: 'Its instance-id; made where none is given.' })
  @IfGiven()
  @Matches(/^i-[0-9a-f]{17}$/, instanceIdRule)
  instanceId?: string | null;
}

@InputType({
  description: 'A machine to register. Only its hostname is required; an address makes it reachable.',
})
export class CreateInstanceInput extends NewInstance {
  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' })
  dryRun!: boolean;
}

@InputType({ description: 'Changes of an instance: what is not given stays, null clears.' })
export class UpdateInstanceInput extends InstanceChanges {
  @Field(() => Ref, { description: 'The instance.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'Refuses with CONFLICT when the version is another.' })
  ifVersion?: number | null;

  @Field(() => String, { nullable: true, description: 'A new unique name.' })
  @IsHostname()
  hostname?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' })
  dryRun!: boolean;
}

@InputType({ description: 'A machine as it should be; found by externalId, else instanceId, else hostname.' })
export class InstanceInput extends NewInstance {}

@InputType({ description: 'A machine as it should be; found by externalId, else instanceId, else hostname.' })
export class UpsertInstanceInput extends NewInstance {
  @Field(() => Boolean, { defaultValue: false, description: 'Only says what would happen.' })
  dryRun!: boolean;
}

@InputType({ description: 'Many machines as they should be.' })
export class UpsertInstancesInput extends BulkInput {
  @Field(() => [InstanceInput], { description: 'The machines, at most 500.' })
  @AtMost({ items: maxPerCall })
  @ValidateNested({ each: true })
  instances!: InstanceInput[];
}

@InputType({ description: 'An instance to delete.' })
export class DeleteInstanceInput extends ExistingInput {}

@InputType({ description: 'Many instances to delete.' })
export class DeleteInstancesInput extends BulkDeleteInput {}

@InputType({ description: 'An instance that is to be taken for a new machine.' })
export class ReprovisionInstanceInput extends ExistingInput {
  @Field(() => String, { nullable: true, description: 'The new instance-id; made where none is given.' })
  @IfGiven()
  @Matches(/^i-[0-9a-f]{17}$/, instanceIdRule)
  instanceId?: string | null;

  @Field(() => UUID, { nullable: true, description: 'The new UUID; made where none is given.' })
  uuid?: string | null;
}
