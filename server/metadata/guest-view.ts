/**
 * Everything that one machine may be told about itself, and nothing else: what is not in this shape cannot leak.
 *
 * A fact that is `undefined`, empty text or an empty list has no path in the metadata tree.
 */
export interface GuestView {
  readonly instanceId: string;
  readonly hostname: string;
  readonly localHostname: string;
  readonly publicHostname?: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly imageId: string;
  readonly instanceType: string;
  /** `x86_64`, `arm64` or `i386`. */
  readonly architecture: string;
  /** As `us-east-1a`. */
  readonly availabilityZone: string;
  /** As `use1-az1`. */
  readonly availabilityZoneId: string;
  readonly region: string;
  /** Counts from 0 in the launch request. */
  readonly launchIndex: number;
  readonly reservationId: string;
  /** `on-demand` or `spot`. */
  readonly lifeCycle: string;
  readonly kernelId?: string;
  readonly ramdiskId?: string;
  readonly productCodes: readonly string[];
  /** `(unknown)` for images that are not instance-store images. */
  readonly amiManifestPath: string;
  readonly ancestorAmiIds: readonly string[];
  /** `default-hvm` or `default-paravirtual`. */
  readonly profile: string;
  /** `nitro`, `xen-on-nitro` or `xen`. */
  readonly system: string;
  /** Names of the security groups of device 0. */
  readonly securityGroups: readonly string[];
  readonly blockDevices: readonly GuestBlockDevice[];
  readonly placement: GuestPlacement;
  readonly services: { readonly domain: string; readonly partition: string };
  /** Start of the current run; answered in whole seconds. */
  readonly launchedAt: Date;
  /** In the order of their index in `public-keys`. */
  readonly keys: readonly GuestKey[];
  readonly tags: readonly GuestTag[];
  readonly userData?: Uint8Array;
  readonly metadataOptions: GuestMetadataOptions;
  /** Ordered by (`networkCard ?? 0`, `deviceNumber`). */
  readonly interfaces: readonly GuestInterface[];
}

export interface GuestBlockDevice {
  /** `root`, `ebs1`..., `ephemeral0`... or `swap`. */
  readonly virtualName: string;
  /** With or without `/dev/`. */
  readonly deviceName: string;
}

export interface GuestPlacement {
  readonly groupName?: string;
  readonly hostId?: string;
  readonly partitionNumber?: number;
}

export interface GuestKey {
  /** Without `=` and line breaks, which would break the listing of `public-keys`. */
  readonly name: string;
  /** The line as it was registered, comment included, without line break. */
  readonly publicKey: string;
}

export interface GuestTag {
  /** Of `A-Za-z0-9+-=.,_:@` only while the instance may read its tags. */
  readonly key: string;
  readonly value: string;
}

/** Names as in the EC2 API. The tree obeys `instanceMetadataTags`; the rest is for who answers the request. */
export interface GuestMetadataOptions {
  /** Whether the service answers the instance at all. */
  readonly httpEndpoint: boolean;
  readonly httpTokens: 'optional' | 'required';
  readonly instanceMetadataTags: boolean;
  readonly httpProtocolIpv6: boolean;
  /** 1 to 64. */
  readonly httpPutResponseHopLimit: number;
}

export interface GuestInterface {
  /** As `eni-0f95d3625f5c521cc`. */
  readonly id: string;
  /** Lower case with colons. Without it the interface is not listed: a made-up one would mislead cloud-init. */
  readonly mac?: string;
  readonly deviceNumber: number;
  readonly networkCard?: number;
  readonly localHostname: string;
  readonly publicHostname?: string;
  /** The primary address first. */
  readonly privateIpv4s: readonly string[];
  readonly publicIpv4s: readonly string[];
  readonly ipv6s: readonly string[];
  readonly associations: readonly { readonly publicIpv4: string; readonly privateIpv4s: readonly string[] }[];
  /** Names. */
  readonly securityGroups: readonly string[];
}

/** Device 0 of network card 0, whose facts the top of the tree repeats. */
export function primaryInterface({ interfaces }: GuestView): GuestInterface | undefined {
  return interfaces.find((nic) => nic.deviceNumber === 0 && (nic.networkCard ?? 0) === 0);
}
