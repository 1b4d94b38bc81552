import { Matches, ValidateNested } from 'class-validator';
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
import { MetadataOptionsInput } from './metadata-options.inputs.ts';
import { maxTags, TagInput } from './tag.inputs.ts';

/** The maximum number of keys of an instance. */
export const maxKeys = 64;

const instanceIdRule = {
  message: 'An instance-id is "i-" and 17 lower-case hexadecimal digits, as i-0a1b2c3d4e5f67890.',
};

/** All fields of an instance except its names, for new and existing ones. */
@InputType()
export abstract class InstanceChanges extends InstanceFactsInput {
  @Field(() => UUID, {
    nullable: true,
    description: 'The UUID, as in the SMBIOS table of the machine; generated if not given.',
  })
  uuid?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "The caller's own unique key, such as `libvirt:<uuid>`.",
  })
  @IsWord()
  externalId?: string | null;

  @Field(() => String, { nullable: true, description: 'A name for people, which is not in the metadata.' })
  @IsLine()
  displayName?: string | null;

  @Field(() => [IPAddress], {
    nullable: true,
    description: 'The private addresses of the primary interface, the primary one first; at most 256.',
  })
  @AtMost({ items: maxAddresses })
  addresses?: string[] | null;

  @Field(() => MACAddress, { nullable: true, description: 'The hardware address of the primary interface.' })
  mac?: string | null;

  @Field(() => IPAddress, {
    nullable: true,
    description: 'The public IPv4 address of the primary interface, served as `public-ipv4`.',
  })
  publicAddress?: string | null;

  @Field(() => Ref, {
    nullable: true,
    description:
      'The subnet of the primary interface; by default the one that contains its first address. Null for none, until a subnet gets a block that contains that address.',
  })
  subnet?: string | null;

  @Field(() => [Ref], {
    nullable: true,
    description:
      'The full list of security groups of the primary interface, in this order; at most 64. Null, or not given for a new instance: the group `default`.',
  })
  @AtMost({ items: maxGroups })
  securityGroups?: string[] | null;

  @Field(() => [NetworkInterfaceInput], {
    nullable: true,
    description: 'All interfaces, instead of `addresses`, `mac` and `publicAddress`; at most 64.',
  })
  @AtMost({ items: 64 })
  @IfGiven()
  @ValidateNested({ each: true })
  interfaces?: NetworkInterfaceInput[] | null;

  @Field(() => [IPAddress], {
    nullable: true,
    description: 'Further addresses from which the instance sends requests: NAT, a relay; at most 256.',
  })
  @AtMost({ items: maxAddresses })
  callerAddresses?: string[] | null;

  @Field(() => [TagInput], { nullable: true, description: `The full list of tags; at most ${maxTags}.` })
  @AtMost({ items: maxTags })
  @IfGiven()
  @ValidateNested({ each: true })
  tags?: TagInput[] | null;

  @Field(() => [Ref], {
    nullable: true,
    description: `The full list of SSH keys, in this order; at most ${maxKeys}.`,
  })
  @AtMost({ items: maxKeys })
  keys?: string[] | null;

  @Field(() => Ref, { nullable: true, description: 'A shared user-data document.' })
  userData?: string | null;

  @Field(() => String, { nullable: true, description: "The instance's own user-data, as text." })
  @IsContent()
  userDataText?: string | null;

  @Field(() => Bytes, { nullable: true, description: "The instance's own user-data, as bytes." })
  userDataBytes?: Uint8Array | null;

  @Field(() => Ref, { nullable: true, description: 'The role of the instance, served under `iam/`.' })
  iamRole?: string | null;

  @Field(() => Ref, { nullable: true, description: 'The role served under `identity-credentials/`.' })
  identityRole?: string | null;

  @Field(() => [BlockDevice], { nullable: true, description: 'The block device mapping; at most 64 lines.' })
  @AtMost({ items: 64 })
  @IfGiven()
  @ValidateNested({ each: true })
  blockDevices?: BlockDevice[] | null;

  @Field(() => [CustomMetadataInput], {
    nullable: true,
    description: `The full list of further paths, and of other values for known ones; at most ${maxCustomMetadata}.`,
  })
  @AtMost({ items: maxCustomMetadata })
  customMetadata?: CustomMetadataInput[] | null;

  @Field(() => MetadataOptionsInput, { nullable: true, description: 'The changes to the metadata options.' })
  @IfGiven()
  @ValidateNested()
  metadataOptions?: MetadataOptionsInput | null;
}

@InputType()
abstract class NewInstance extends InstanceChanges {
  @Field(() => String, { description: 'The unique name of the instance.' })
  @IsHostname()
  hostname!: string;

  @Field(() => String, { nullable: true, description: 'The instance-id; generated if not given.' })
  @IfGiven()
  @Matches(/^i-[0-9a-f]{17}$/, instanceIdRule)
  instanceId?: string | null;
}

@InputType({
  description:
    'The input to create an instance. Only the hostname is required; an address makes the instance reachable.',
})
export class CreateInstanceInput extends NewInstance {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to report what would happen and change nothing.',
  })
  dryRun!: boolean;
}

@InputType({ description: 'The input to update an instance; fields not given stay unchanged, null clears.' })
export class UpdateInstanceInput extends InstanceChanges {
  @Field(() => Ref, { description: 'The instance.' })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The expected version; any other is refused with CONFLICT.',
  })
  ifVersion?: number | null;

  @Field(() => String, { nullable: true, description: 'The new unique name.' })
  @IsHostname()
  hostname?: string | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to report what would happen and change nothing.',
  })
  dryRun!: boolean;
}

@InputType({
  description: 'The desired state of an instance, found by externalId, else instanceId, else hostname.',
})
export class InstanceInput extends NewInstance {}

@InputType({
  description:
    'The input to create or update an instance, found by externalId, else instanceId, else hostname.',
})
export class UpsertInstanceInput extends NewInstance {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'True to report what would happen and change nothing.',
  })
  dryRun!: boolean;
}

@InputType({ description: 'The input to create or update many instances.' })
export class UpsertInstancesInput extends BulkInput {
  @Field(() => [InstanceInput], { description: 'The instances; at most 500.' })
  @AtMost({ items: maxPerCall })
  @ValidateNested({ each: true })
  instances!: InstanceInput[];
}

@InputType({ description: 'The input to delete an instance.' })
export class DeleteInstanceInput extends ExistingInput {}

@InputType({ description: 'The input to delete many instances.' })
export class DeleteInstancesInput extends BulkDeleteInput {}

@InputType({ description: 'The input to reprovision an instance.' })
export class ReprovisionInstanceInput extends ExistingInput {
  @Field(() => String, { nullable: true, description: 'The new instance-id; generated if not given.' })
  @IfGiven()
  @Matches(/^i-[0-9a-f]{17}$/, instanceIdRule)
  instanceId?: string | null;

  @Field(() => UUID, { nullable: true, description: 'The new UUID; generated if not given.' })
  uuid?: string | null;
}
