// Written by `npm run schema` from the properties of an instance that are declared as served. Do not edit.
import type { GuestView } from '../metadata/guest-view.ts';
import { isOn, type Flag, type Moment } from './column-values.ts';
import { sharedJson, sharedText } from './shared-values.ts';

/** The columns of an instance that are served to it, as the database returns them; JSON is a text. */
export interface FactRow {
  public_hostname: string | null;
  account_id: string;
  given_project_id: string | null;
  image_id: string;
  instance_type: string;
  architecture: string;
  availability_zone: string;
  availability_zone_id: string;
  region: string;
  launch_index: number;
  reservation_id: string;
  life_cycle: string;
  ami_manifest_path: string;
  profile: string;
  system: string;
  instance_action: string;
  monitoring: string | null;
  hibernation_configured: Flag | null;
  outpost_arn: string | null;
  kernel_id: string | null;
  ramdisk_id: string | null;
  placement_group_name: string | null;
  placement_host_id: string | null;
  placement_partition_number: number | null;
  product_codes: string;
  ancestor_ami_ids: string;
  billing_products: string;
  block_devices: string;
  given_local_hostname: string | null;
  instance_id: string;
  uuid: string;
  hostname: string;
  launched_at: Moment;
  metadata_options_http_endpoint: 'ENABLED' | 'DISABLED';
  metadata_options_http_tokens: 'OPTIONAL' | 'REQUIRED';
  metadata_options_http_put_response_hop_limit: number;
  metadata_options_http_protocol_ipv6: 'ENABLED' | 'DISABLED';
  metadata_options_instance_metadata_tags: 'ENABLED' | 'DISABLED';
  notices_spot_action: 'terminate' | 'stop' | 'hibernate' | null;
  notices_spot_time: Moment | null;
  notices_spot_notice_time: Moment | null;
  notices_rebalance_notice_time: Moment | null;
  notices_target_lifecycle_state: string | null;
  encrypted_password: string | null;
}

/** The columns that are selected as they are, and those that hold JSON. */
export const factColumns = [
  'public_hostname',
  'account_id',
  'given_project_id',
  'image_id',
  'instance_type',
  'architecture',
  'availability_zone',
  'availability_zone_id',
  'region',
  'launch_index',
  'reservation_id',
  'life_cycle',
  'ami_manifest_path',
  'profile',
  'system',
  'instance_action',
  'monitoring',
  'hibernation_configured',
  'outpost_arn',
  'kernel_id',
  'ramdisk_id',
  'placement_group_name',
  'placement_host_id',
  'placement_partition_number',
  'given_local_hostname',
  'instance_id',
  'uuid',
  'hostname',
  'launched_at',
  'metadata_options_http_endpoint',
  'metadata_options_http_tokens',
  'metadata_options_http_put_response_hop_limit',
  'metadata_options_http_protocol_ipv6',
  'metadata_options_instance_metadata_tags',
  'notices_spot_action',
  'notices_spot_time',
  'notices_spot_notice_time',
  'notices_rebalance_notice_time',
  'notices_target_lifecycle_state',
  'encrypted_password',
];
export const jsonFactColumns = [
  'product_codes',
  'ancestor_ami_ids',
  'billing_products',
  'block_devices',
];

/** The facts that a view copies from the row. */
export const copiedFacts = (row: FactRow) =>
  ({
    publicHostname: row.public_hostname ?? undefined,
    accountId: sharedText(row.account_id),
    imageId: sharedText(row.image_id),
    instanceType: sharedText(row.instance_type),
    architecture: sharedText(row.architecture),
    availabilityZone: sharedText(row.availability_zone),
    availabilityZoneId: sharedText(row.availability_zone_id),
    region: sharedText(row.region),
    launchIndex: row.launch_index,
    reservationId: row.reservation_id,
    lifeCycle: sharedText(row.life_cycle),
    amiManifestPath: sharedText(row.ami_manifest_path),
    profile: sharedText(row.profile),
    system: sharedText(row.system),
    instanceAction: sharedText(row.instance_action),
    monitoring: row.monitoring ?? undefined,
    hibernationConfigured: row.hibernation_configured === null ? undefined : isOn(row.hibernation_configured),
    outpostArn: row.outpost_arn ?? undefined,
    kernelId: row.kernel_id ?? undefined,
    ramdiskId: row.ramdisk_id ?? undefined,
    placementGroupName: row.placement_group_name ?? undefined,
    placementHostId: row.placement_host_id ?? undefined,
    placementPartitionNumber: row.placement_partition_number ?? undefined,
    productCodes: sharedJson<GuestView['productCodes']>(row.product_codes),
    ancestorAmiIds: sharedJson<GuestView['ancestorAmiIds']>(row.ancestor_ami_ids),
    billingProducts: sharedJson<GuestView['billingProducts']>(row.billing_products),
    blockDevices: sharedJson<GuestView['blockDevices']>(row.block_devices),
    instanceId: row.instance_id,
    uuid: row.uuid,
    hostname: row.hostname,
    launchedAt: new Date(row.launched_at),
    encryptedPassword: row.encrypted_password ?? undefined,
  }) satisfies Partial<GuestView>;
