import { Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { BaseRecord } from '../database/record.ts';
import { BlockDevice } from './block-device.ts';
import { Served } from './served.ts';

/** The facts of a machine that the metadata service serves unchanged; `instance-defaults.ts` has their defaults. */
@ObjectType()
export abstract class InstanceFacts extends BaseRecord {
  @Field(() => String, {
    nullable: true,
    description: 'Served as `public-hostname`; absent if not given.',
  })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  publicHostname: string | null = null;

  @Field(() => String, { description: 'The twelve-digit id of the owning account.' })
  @Property({ type: 'string', length: 12 })
  @Served({ isShared: true })
  accountId!: string;

  /** The given project of OpenStack; null: the account. */
  @Property({ type: 'string', length: 255, nullable: true })
  @Served({ isCopied: false })
  givenProjectId: string | null = null;

  @Field(() => String, { description: 'Served as `ami-id`.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  imageId!: string;

  @Field(() => String, { description: 'Served as `instance-type`.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  instanceType!: string;

  @Field(() => String, {
    description: 'The architecture, served in the identity document: `x86_64`, `arm64` or `i386`.',
  })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  architecture!: string;

  @Field(() => String, { description: 'Served as `placement/availability-zone`.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  availabilityZone!: string;

  @Field(() => String, { description: 'Served as `placement/availability-zone-id`; derived from the zone.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  availabilityZoneId!: string;

  @Field(() => String, { description: 'Served as `placement/region`; the zone without its letter.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  region!: string;

  @Field(() => Int, { description: 'Served as `ami-launch-index`, from 0.' })
  @Property({ type: 'integer' })
  @Served()
  launchIndex!: number;

  @Field(() => String, { description: 'Served as `reservation-id`.' })
  @Property({ type: 'string', length: 255 })
  @Served()
  reservationId!: string;

  @Field(() => String, {
    description: 'Served as `instance-life-cycle`: `on-demand`, `spot`, `scheduled` or `capacity-block`.',
  })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  lifeCycle!: string;

  @Field(() => String, { description: 'Served as `ami-manifest-path`.' })
  @Property({ type: 'text' })
  @Served({ isShared: true })
  amiManifestPath!: string;

  @Field(() => String, { description: 'Served as `profile`: `default-hvm` or `default-paravirtual`.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  profile!: string;

  @Field(() => String, { description: 'Served as `system`: `nitro`, `xen-on-nitro` or `xen`.' })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  system!: string;

  @Field(() => String, {
    description: 'Served as `instance-action`: `none`, `shutdown` or `bundle-pending`.',
  })
  @Property({ type: 'string', length: 255 })
  @Served({ isShared: true })
  instanceAction!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Served as `fws/instance-monitoring`: `enabled` or `disabled`; absent if not given.',
  })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  monitoring: string | null = null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Served as `hibernation/configured`; absent if not given.',
  })
  @Property({ type: 'boolean', nullable: true })
  @Served()
  hibernationConfigured: boolean | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `outpost-arn`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  outpostArn: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `kernel-id`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  kernelId: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `ramdisk-id`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  ramdiskId: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/group-name`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  placementGroupName: string | null = null;

  @Field(() => String, { nullable: true, description: 'Served as `placement/host-id`.' })
  @Property({ type: 'string', length: 255, nullable: true })
  @Served()
  placementHostId: string | null = null;

  @Field(() => Int, { nullable: true, description: 'Served as `placement/partition-number`.' })
  @Property({ type: 'integer', nullable: true })
  @Served()
  placementPartitionNumber: number | null = null;

  @Field(() => [String], { description: 'Served as `product-codes`.' })
  @Property({ type: 'json' })
  @Served()
  productCodes!: string[];

  @Field(() => [String], { description: 'Served as `ancestor-ami-ids`.' })
  @Property({ type: 'json' })
  @Served()
  ancestorAmiIds!: string[];

  @Field(() => [String], { description: 'Served as `billingProducts` of the identity document.' })
  @Property({ type: 'json' })
  @Served()
  billingProducts!: string[];

  @Field(() => [BlockDevice], { description: 'The block device mapping.' })
  @Property({ type: 'json' })
  @Served()
  blockDevices!: BlockDevice[];

  /** The name served as `local-hostname`; null: the hostname. */
  @Property({ type: 'string', length: 253, nullable: true })
  @Served({ isCopied: false })
  givenLocalHostname: string | null = null;

  @Field(() => String, {
    description: 'The OpenStack project, served as `project_id`; by default the account.',
  })
  get projectId(): string {
    return this.givenProjectId ?? this.accountId;
  }
}
