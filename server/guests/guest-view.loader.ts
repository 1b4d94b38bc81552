import type { EntityManager } from '@mikro-orm/core';
import type { Config } from '../config.ts';
import type { Instance } from '../instances/instance.entity.ts';
import { wholeInstance } from '../instances/whole-instance.ts';
import { HttpTokens, Switch } from '../instances/metadata-options.ts';
import type { GuestInterface, GuestView } from '../metadata/guest-view.ts';
import { Address } from '../networks/address.entity.ts';
import { isIpv4 } from '../networks/ip-address.ts';
import type { NetworkInterface } from '../networks/network-interface.entity.ts';

/** What the machine that asks from an address may be told; undefined when nobody registered the address. */
export async function findGuest(
  em: EntityManager,
  address: string,
  config: Config,
): Promise<GuestView | undefined> {
  const populate = wholeInstance.map((path) => `instance.${path}` as const);
  const row = await em.findOne(Address, { address }, { populate });
  return row ? guestView(row.instance, config) : undefined;
}

/** What an instance, loaded whole, may be told. */
export function guestView(instance: Instance, config: Config): GuestView {
  const options = instance.metadataOptions;
  const localHostname = instance.givenLocalHostname ?? instance.hostname;
  return {
    instanceId: instance.instanceId,
    hostname: instance.hostname,
    localHostname,
    publicHostname: instance.publicHostname ?? undefined,
    accountId: instance.accountId,
    imageId: instance.imageId,
    instanceType: instance.instanceType,
    architecture: instance.architecture,
    availabilityZone: instance.availabilityZone,
    availabilityZoneId: instance.availabilityZoneId,
    region: instance.region,
    launchIndex: instance.launchIndex,
    reservationId: instance.reservationId,
    lifeCycle: instance.lifeCycle,
    kernelId: instance.kernelId ?? undefined,
    ramdiskId: instance.ramdiskId ?? undefined,
    productCodes: instance.productCodes,
    amiManifestPath: instance.amiManifestPath,
    ancestorAmiIds: instance.ancestorAmiIds,
    profile: instance.profile,
    system: instance.system,
    securityGroups: instance.securityGroups,
    blockDevices: instance.blockDevices,
    placement: {
      groupName: instance.placementGroupName ?? undefined,
      hostId: instance.placementHostId ?? undefined,
      partitionNumber: instance.placementPartitionNumber ?? undefined,
    },
    services: { domain: config.METADATA_DOMAIN, partition: config.METADATA_PARTITION },
    launchedAt: instance.launchedAt,
    keys: instance.orderedKeys.map(({ name, publicKey }) => ({ name, publicKey })),
    tags: instance.orderedTags.map(({ key, value }) => ({ key, value })),
    userData: instance.userData?.content,
    metadataOptions: {
      httpEndpoint: options.httpEndpoint === Switch.ENABLED,
      httpTokens: options.httpTokens === HttpTokens.REQUIRED ? 'required' : 'optional',
      instanceMetadataTags: options.instanceMetadataTags === Switch.ENABLED,
      httpProtocolIpv6: options.httpProtocolIpv6 === Switch.ENABLED,
      httpPutResponseHopLimit: options.httpPutResponseHopLimit,
    },
    interfaces: instance.orderedInterfaces.map((one) => guestInterface(one, instance, localHostname)),
  };
}

function guestInterface(one: NetworkInterface, instance: Instance, localHostname: string): GuestInterface {
  const primary = one === instance.primaryInterface;
  return {
    id: one.id,
    mac: one.mac ?? undefined,
    deviceNumber: one.deviceNumber,
    networkCard: one.networkCard ?? undefined,
    localHostname,
    publicHostname: primary ? (instance.publicHostname ?? undefined) : undefined,
    privateIpv4s: one.addresses.filter(isIpv4),
    publicIpv4s: one.publicAddresses.filter(isIpv4),
    ipv6s: one.addresses.filter((address) => !isIpv4(address)),
    associations: one.associations.map(({ publicAddress, privateAddress }) => ({
      publicIpv4: publicAddress,
      privateIpv4s: [privateAddress],
    })),
    securityGroups: instance.securityGroups,
  };
}
