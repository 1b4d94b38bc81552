import { IsIn, Matches, Min } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { AtMost } from '../graphql/size-limits.ts';
import { IfGiven, IsHostname, IsWord } from '../graphql/validators.ts';

/** The facts that many machines have in common; null resets one to its default. */
@InputType()
export class SharedFactsInput {
  @Field(() => String, { nullable: true, description: 'The twelve-digit id of the owning account.' })
  @IfGiven()
  @Matches(/^\d{12}$/, { message: 'An account id is twelve digits.' })
  accountId?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `ami-id`.' })
  @IsWord()
  imageId?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `instance-type`.' })
  @IsWord()
  instanceType?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/availability-zone`.' })
  @IfGiven()
  @Matches(/^[\x21-\x7e]{1,254}[a-z]$/, { message: 'A zone ends in a lower-case letter, as eu-lab-1a.' })
  availabilityZone?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/availability-zone-id`.' })
  @IsWord()
  availabilityZoneId?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/region`.' })
  @IsWord()
  region?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The OpenStack project, served as `project_id`; by default the account.',
  })
  @IsWord()
  projectId?: string | null;
}

const architectures = ['x86_64', 'arm64', 'i386', 'x86_64_mac', 'arm64_mac'];

/** The facts of a machine as a client gives them; null resets one to its default. */
@InputType()
export abstract class InstanceFactsInput extends SharedFactsInput {
  @Field(() => String, {
    nullable: true,
    description: 'Served as `local-hostname`, by OpenStack as `hostname`; by default the hostname.',
  })
  @IsHostname()
  localHostname?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `public-hostname`.' })
  @IsHostname()
  publicHostname?: string | null;

  @Field(() => String, { nullable: true, description: `The architecture: ${architectures.join(', ')}.` })
  @IfGiven()
  @IsIn(architectures, { message: `An architecture is one of ${architectures.join(', ')}.` })
  architecture?: string | null;

  @Field(() => Int, { nullable: true, description: 'Served as `ami-launch-index`.' })
  @IfGiven()
  @Min(0, { message: 'A launch index is 0 or more.' })
  launchIndex?: number | null;

  @Field(() => String, { nullable: true, description: 'Served as `reservation-id`.' })
  @IsWord()
  reservationId?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `instance-life-cycle`.' })
  @IfGiven()
  @IsIn(['on-demand', 'spot', 'scheduled', 'capacity-block'], {
    message: 'A life cycle is on-demand, spot, scheduled or capacity-block.',
  })
  lifeCycle?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `ami-manifest-path`.' })
  @IsWord()
  amiManifestPath?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `profile`.' })
  @IfGiven()
  @IsIn(['default-hvm', 'default-paravirtual'], {
    message: 'A profile is default-hvm or default-paravirtual.',
  })
  profile?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `system`.' })
  @IfGiven()
  @IsIn(['nitro', 'xen-on-nitro', 'xen'], { message: 'A system is nitro, xen-on-nitro or xen.' })
  system?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `kernel-id`.' })
  @IsWord()
  kernelId?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `ramdisk-id`.' })
  @IsWord()
  ramdiskId?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/group-name`.' })
  @IsWord()
  placementGroupName?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/host-id`.' })
  @IsWord()
  placementHostId?: string | null;

  @Field(() => Int, { nullable: true, description: 'Served as `placement/partition-number`.' })
  @IfGiven()
  @Min(1, { message: 'A partition number is 1 or more.' })
  placementPartitionNumber?: number | null;

  @Field(() => [String], { nullable: true, description: 'Served as `product-codes`; at most 64.' })
  @AtMost({ items: 64 })
  @IsWord({ each: true })
  productCodes?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Served as `ancestor-ami-ids`; at most 64.' })
  @AtMost({ items: 64 })
  @IsWord({ each: true })
  ancestorAmiIds?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Served as `billingProducts` of the identity document; at most 64.',
  })
  @AtMost({ items: 64 })
  @IsWord({ each: true })
  billingProducts?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Served as `instance-action`.' })
  @IfGiven()
  @IsIn(['none', 'shutdown', 'bundle-pending'], {
    message: 'An instance action is none, shutdown or bundle-pending.',
  })
  instanceAction?: string | null;

  @Field(() => String, { nullable: true, description: 'Served as `fws/instance-monitoring`.' })
  @IfGiven()
  @IsIn(['enabled', 'disabled'], { message: 'Monitoring is enabled or disabled.' })
  monitoring?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Served as `hibernation/configured`.' })
  hibernationConfigured?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Served as `outpost-arn`.' })
  @IsWord()
  outpostArn?: string | null;
}
