import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { BaseRecord } from '../database/record.ts';
import { BlockDevice } from './block-device.ts';

/** The facts of a machine that the metadata service serves unchanged; `instance-defaults.ts` has their defaults. */
@ObjectType()
export abstract class InstanceFacts extends BaseRecord {
  @Field(() => String, {
    nullable: true,
    description: 'Served as `public-hostname`; absent where none is given.',
  })
  @Property({ type: 'string', length: 255, nullable: true })
  publicHostname: string | null = null;

  @Field(() => String, { description: 'The twelve digits of the owning account.' })
  @Property({ type: 'string', length: 12 })
  accountId!: string;

  /** The given project of OpenStack; null: the account. */
  @Property({ type: 'string', length: 255, nullable: true })
  givenProjectId: string | null = null;

  @Field(() => String, { description: 'Served as `ami-id`.' })
  @Property({ type: 'string', length: 255 })
  imageId!: string;

  @Field(() => String, { description: 'Served as `instance-type`.' })
  @Property({ type: 'string', length: 255 })
  instanceType!: string;

  @Field(() => String, { description: '`x86_64`, `arm64` or `i386`; told in the identity document.' })
  @Property({ type: 'string', length: 255 })
  architecture!: string;

  @Field(() => String, { description: 'Served as `placement/availability-zone`.' })
  @Property({ type: 'string', length: 255 })
  availabilityZone!: string;

  @Field(() => String, { description: 'Served as `placement/availability-zone-id`; derived from the zone.' })
  @Property({ type: 'string', length: 255 })
  availabilityZoneId!: string;

  @Field(() => String, { description: 'Served as `placement/region`; the zone without its letter.' })
  @Property({ type: 'string', length: 255 })
  region!: string;

  @Field(() => Int, { description: 'Served as `ami-launch-index`, from 0.' })
  @Property({ type: 'integer' })
  launchIndex!: number;

  @Field(() => String, { description: 'Served as `reservation-id`.' })
  @Property({ type: 'string', length: 255 })
  reservationId!: string;

  @Field(() => String, {
    description: 'Served as `instance-life-cycle`: `on-demand`, `spot`, `scheduled` or `capacity-block`.',
  })
  @Property({ type: 'string', length: 255 })
  lifeCycle!: string;

  @Field(() => String, { description: 'Served as `ami-manifest-path`.' })
  @Property({ type: 'text' })
  amiManifestPath!: string;

  @Field(() => String, { description: 'Served as `profile`: `default-hvm` or `default-paravirtual`.' })
  @Property({ type: 'string', length: 255 })
  profile!: string;

  @Field(() => String, { description: 'Served as `system`: `nitro`, `xen-on-nitro` or `xen`.' })
  @Property({ type: 'string', length: 255 })
  system!: string;

  @Field(() => String, {
    description: 'Served as `instance-action`: `none`, `shutdown` or `bundle-pending`.',
  })
  @Property({ type: 'string', length: 255 })
  instanceAction!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Served as `fws/instance-monitoring`: `enabled` or `disabled`; absent where none is given.',
  })
  @Property({ type: 'string', length: 255, nullable: true })
  monitoring: string | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Served as `hibernation/configured`; absent where none is given.',
  })
  @Property({ type: 'boolean', nullable: true })
  hibernationConfigured: boolean | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `outpost-arn`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  outpostArn: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `kernel-id`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  kernelId: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `ramdisk-id`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  ramdiskId: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/group-name`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  placementGroupName: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/host-id`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  placementHostId: string | null = null;

  @Field(() => Int, { nullable: true, description: 'Served as `placement/partition-number`.' })
  @Property({ type: 'integer', nullable: true })
  placementPartitionNumber: number | null = null;

  @Field(() => [String], { description: 'Served as `product-codes`.' })
  @Property({ type: 'json' })
  productCodes!: string[];

  @Field(() => [String], { description: 'Served as `ancestor-ami-ids`.' })
  @Property({ type: 'json' })
  ancestorAmiIds!: string[];

  @Field(() => [String], { description: 'Served as `billingProducts` of the identity document.' })
  @Property({ type: 'json' })
  billingProducts!: string[];

  @Field(() => [BlockDevice], { description: 'The block device mapping.' })
  @Property({ type: 'json' })
  blockDevices!: BlockDevice[];

  /** The name served as `local-hostname`; null: the hostname. */
  @Property({ type: 'string', length: 253, nullable: true })
  givenLocalHostname: string | null = null;

  @Field(() => String, {
    description: "OpenStack's project, served as `project_id`: what was given, else the account.",
  })
  get projectId(): string {
    return this.givenProjectId ?? this.accountId;
  }
}
