/**
 * Everything that a machine may read about itself: a fact that is not in this type cannot leak.
 *
 * A fact that is `undefined`, empty text or an empty list has no path in the metadata tree.
 */
export interface GuestView {
  readonly instanceId: string;
  /** The machine's UUID in lower case with hyphens, its id in OpenStack's tree. */
  readonly uuid: string;
  /** OpenStack's project (tenant). */
  readonly projectId: string;
  readonly hostname: string;
  readonly localHostname: string;
  /** The public name of the primary interface. */
  readonly publicHostname?: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly imageId: string;
  readonly instanceType: string;
  /** `x86_64`, `arm64` or `i386`. */
  readonly architecture: string;
  /** Such as `us-east-1a`. */
  readonly availabilityZone: string;
  /** Such as `use1-az1`. */
  readonly availabilityZoneId: string;
  readonly region: string;
  /** Counts from 0 in the launch request. */
  readonly launchIndex: number;
  readonly reservationId: string;
  /** `on-demand`, `spot`, `scheduled` or `capacity-block`. */
  readonly lifeCycle: string;
  readonly kernelId?: string;
  readonly ramdiskId?: string;
  readonly productCodes: readonly string[];
  /** Served only in the identity document. */
  readonly billingProducts: readonly string[];
  /** `(unknown)` for images that are not instance-store images. */
  readonly amiManifestPath: string;
  readonly ancestorAmiIds: readonly string[];
  /** `default-hvm` or `default-paravirtual`. */
  readonly profile: string;
  /** `nitro`, `xen-on-nitro` or `xen`. */
  readonly system: string;
  /** `none`, `shutdown` or `bundle-pending`. */
  readonly instanceAction: string;
  /** Detailed monitoring: `enabled` or `disabled`. */
  readonly monitoring?: string;
  readonly hibernationConfigured?: boolean;
  readonly outpostArn?: string;
  readonly blockDevices: readonly GuestBlockDevice[];
  readonly placementGroupName?: string;
  readonly placementHostId?: string;
  readonly placementPartitionNumber?: number;
  readonly services: { readonly domain: string; readonly partition: string };
  /** Start of the current run; served in whole seconds. */
  readonly launchedAt: Date;
  /** In the order of their index in `public-keys`. */
  readonly keys: readonly GuestKey[];
  readonly tags: readonly GuestTag[];
  readonly userData?: Uint8Array;
  /** The role of the instance profile, served under `iam/`. */
  readonly role?: GuestRole;
  /** The role served under `identity-credentials/`. */
  readonly identityRole?: GuestRole;
  readonly events: GuestEvents;
  /** Signatures over the identity document; absent while the deployment has no usable signing key. */
  readonly signatures?: IdentitySignatures;
  /** Additional paths, and values that override others; no two have the same path. */
  readonly customMetadata: readonly CustomEntry[];
  /** The administrator's password, encrypted by the machine itself for its owner. Served only in OpenStack's tree. */
  readonly encryptedPassword?: string;
  readonly metadataOptions: GuestMetadataOptions;
  /** Ordered by (`networkCard ?? 0`, `deviceNumber`). */
  readonly interfaces: readonly GuestInterface[];
}

interface GuestBlockDevice {
  /** `root`, `ebs1`..., `ephemeral0`... or `swap`. */
  readonly virtualName: string;
  /** With or without `/dev/`. */
  readonly deviceName: string;
}

/** A role and its credentials, or the reason why there are none. */
export interface GuestRole {
  readonly name: string;
  readonly instanceProfileArn: string;
  /** Such as `AIPAVMQT32F2Q43IXV2TC`. */
  readonly instanceProfileId: string;
  /** The time when the credentials were last set or removed; served in whole seconds. */
  readonly lastUpdated: Date;
  /** Absent if `failure` gives the reason why there are none. */
  readonly credentials?: GuestCredentials;
  readonly failure?: GuestRoleFailure;
}

/** Temporary credentials of a role. */
export interface GuestCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string;
  readonly expiration: Date;
}

/** The reason why a role gives no credentials, such as `AssumeRoleUnauthorizedAccess`. */
export interface GuestRoleFailure {
  readonly code: string;
  readonly message: string;
}

/** The events of the machine that it may read by now. */
export interface GuestEvents {
  readonly spotInterruption?: { readonly action: 'terminate' | 'stop' | 'hibernate'; readonly time: Date };
  /** Time of the rebalance recommendation. */
  readonly rebalanceNoticeTime?: Date;
  /** Such as `InService`. */
  readonly targetLifecycleState?: string;
  /** In the order of `notBefore`. */
  readonly maintenance: readonly GuestMaintenance[];
}

/** One maintenance event. */
export interface GuestMaintenance {
  /** Such as `instance-event-0d59937288b749b32`. */
  readonly eventId: string;
  /** Such as `system-reboot`. */
  readonly code: string;
  /** Without the prefix of its state. */
  readonly description: string;
  readonly notBefore: Date;
  readonly notAfter?: Date;
  readonly notBeforeDeadline?: Date;
  readonly state: 'active' | 'completed' | 'canceled';
}

/** Base64 in lines of 76 characters, without a trailing line break. */
export interface IdentitySignatures {
  /** CMS SignedData with the document inside. */
  readonly pkcs7: string;
  /** CMS SignedData with the document inside. */
  readonly rsa2048: string;
  /** The signature alone. */
  readonly signature: string;
}

/** A path and the value that an operator gave it. */
export interface CustomEntry {
  /** Below the version, such as `meta-data/rack/unit`; fits the tree, with names that every client can read. */
  readonly path: string;
  /** The first version that shows it; by default that of the value it overrides, else every version shows it. */
  readonly since?: string;
  /** May be empty. */
  readonly value: Uint8Array;
}

export interface GuestKey {
  /** Without `=` and line breaks, which would break the listing of `public-keys`. */
  readonly name: string;
  /** The line as it was registered, with its comment, without line break. */
  readonly publicKey: string;
}

export interface GuestTag {
  /** Limited to `A-Za-z0-9+-=.,_:@` only while the instance may read its tags. */
  readonly key: string;
  readonly value: string;
}

/** Names as in the EC2 API. The tree applies `instanceMetadataTags`; the request handler applies the others. */
export interface GuestMetadataOptions {
  /** True if the service answers the instance at all. */
  readonly httpEndpoint: boolean;
  readonly httpTokens: 'optional' | 'required';
  readonly instanceMetadataTags: boolean;
  readonly httpProtocolIpv6: boolean;
  /** 1 to 64. */
  readonly httpPutResponseHopLimit: number;
}

export interface GuestInterface {
  /** Such as `eni-0f95d3625f5c521cc`. */
  readonly id: string;
  /** Lower case with colons. Without it the interface is not listed: an invented MAC would mislead cloud-init. */
  readonly mac?: string;
  readonly deviceNumber: number;
  readonly networkCard?: number;
  /** The primary address first. */
  readonly privateIpv4s: readonly string[];
  readonly publicIpv4s: readonly string[];
  readonly ipv6s: readonly string[];
  readonly associations: readonly { readonly publicIpv4: string; readonly privateIpv4s: readonly string[] }[];
  /** Prefixes that are routed to the interface, such as `10.0.0.16/28`. */
  readonly ipv4Prefixes: readonly string[];
  readonly ipv6Prefixes: readonly string[];
  readonly securityGroups: readonly GuestSecurityGroup[];
  readonly subnet?: GuestSubnet;
}

export interface GuestSecurityGroup {
  /** Such as `sg-0b07f8f6cb485d4df`. */
  readonly id: string;
  readonly name: string;
}

/** The network that an interface is in. */
export interface GuestSubnet {
  /** Such as `subnet-0ac62554`. */
  readonly id: string;
  readonly ipv4CidrBlock?: string;
  readonly ipv6CidrBlocks: readonly string[];
  /** Routers and name servers, served by OpenStack's tree and NoCloud. */
  readonly ipv4Gateway?: string;
  readonly ipv6Gateway?: string;
  readonly dnsServers: readonly string[];
  /** True if the first address of each family comes by DHCP. */
  readonly dhcp: boolean;
  readonly vpc: GuestVpc;
}

export interface GuestVpc {
  /** Such as `vpc-d295a6a7`. */
  readonly id: string;
  /** The primary block first. */
  readonly ipv4CidrBlocks: readonly string[];
  readonly ipv6CidrBlocks: readonly string[];
}

/** Device 0 of network card 0; the top of the tree repeats its facts. */
export function primaryInterface({ interfaces }: GuestView): GuestInterface | undefined {
  return interfaces.find((nic) => nic.deviceNumber === 0 && (nic.networkCard ?? 0) === 0);
}
