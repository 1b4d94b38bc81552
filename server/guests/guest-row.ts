/** A time as the database returns it: SQLite in milliseconds, PostgreSQL as a date, and within JSON as text. */
export type Moment = Date | number | string;

/** A boolean as the database returns it. */
export type Flag = boolean | 0 | 1;

export const isOn = (flag: Flag) => flag === true || flag === 1;

/** A row of `guestStatement`; its lists and objects are JSON. */
export interface GuestRow {
  /** The name by which the machine was looked up. */
  name: string;
  id: string;
  instance_id: string;
  uuid: string;
  given_project_id: string | null;
  account_id: string;
  hostname: string;
  given_local_hostname: string | null;
  public_hostname: string | null;
  image_id: string;
  instance_type: string;
  architecture: string;
  availability_zone: string;
  availability_zone_id: string;
  region: string;
  launch_index: number;
  reservation_id: string;
  life_cycle: string;
  kernel_id: string | null;
  ramdisk_id: string | null;
  ami_manifest_path: string;
  profile: string;
  system: string;
  instance_action: string;
  monitoring: string | null;
  hibernation_configured: Flag | null;
  outpost_arn: string | null;
  placement_group_name: string | null;
  placement_host_id: string | null;
  placement_partition_number: number | null;
  launched_at: Moment;
  encrypted_password: string | null;
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
  product_codes: string;
  billing_products: string;
  ancestor_ami_ids: string;
  block_devices: string;
  user_data_id: string | null;
  user_data: Uint8Array | null;
  /** A `RoleRow`. */
  iam_role: string | null;
  identity_role: string | null;
  /** A list of `KeyRow`, and so on. */
  keys: string;
  tags: string;
  addresses: string;
  interfaces: string;
  subnets: string;
  custom_metadata: string;
  maintenance: string;
}

export interface RoleRow {
  id: string;
  name: string;
  givenProfileArn: string | null;
  instanceProfileId: string;
  sealedCredentials: string | null;
  credentialsExpireAt: Moment | null;
  credentialsUpdatedAt: Moment;
  failureCode: string | null;
  failureMessage: string | null;
}

/** A row with a position in a list. */
interface Placed {
  position: number;
}

export const byPosition = (a: Placed, b: Placed) => a.position - b.position;

export interface KeyRow extends Placed {
  id: string;
  name: string;
  publicKey: string;
}

export interface TagRow {
  key: string;
  value: string;
}

export interface AddressRow extends Placed {
  address: string;
  publicAddress: string | null;
  /** Null if the machine sends requests from it and no interface has it. */
  interfaceId: string | null;
}

export interface InterfaceRow {
  id: string;
  mac: string | null;
  deviceNumber: number;
  networkCard: number | null;
  ipv4Prefixes: string[];
  ipv6Prefixes: string[];
  subnetId: string | null;
  groups: (Placed & { id: string; name: string })[];
}

export interface SubnetRow {
  id: string;
  ipv4CidrBlock: string | null;
  ipv6CidrBlocks: string[];
  ipv4Gateway: string | null;
  ipv6Gateway: string | null;
  dnsServers: string[];
  dhcp: Flag;
  vpc: { id: string; ipv4CidrBlocks: string[]; ipv6CidrBlocks: string[] };
}

export interface CustomMetadataRow {
  path: string;
  since: string | null;
  /** Hexadecimal digits. */
  bytes: string;
}

export interface MaintenanceRow {
  id: string;
  code: string;
  description: string;
  notBefore: Moment;
  notAfter: Moment | null;
  notBeforeDeadline: Moment | null;
  state: 'active' | 'completed' | 'canceled';
}
