import type { Flag, Moment } from './column-values.ts';
import type { FactRow } from './facts.generated.ts';

/** A row of `guestStatement`; its lists and objects are JSON. */
export interface GuestRow extends FactRow {
  /** The name by which the machine was looked up. */
  name: string;
  id: string;
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
