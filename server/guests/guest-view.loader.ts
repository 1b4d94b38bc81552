import type { EntityManager } from '@mikro-orm/core';
import type { Config } from '../config.ts';
import { MaintenanceState, type MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import type { Notices } from '../events/notices.ts';
import type { IamRole } from '../iam/iam-role.entity.ts';
import { credentialsOf } from '../iam/role-credentials.ts';
import type { IdentitySigner } from '../identity/identity-signer.ts';
import { Instance } from '../instances/instance.entity.ts';
import { wholeInstance } from '../instances/whole-instance.ts';
import { HttpTokens, Switch, type MetadataOptions } from '../instances/metadata-options.ts';
import type {
  GuestEvents,
  GuestInterface,
  GuestMaintenance,
  GuestMetadataOptions,
  GuestRole,
  GuestRoleFailure,
  GuestSubnet,
  GuestView,
} from '../metadata/guest-view.ts';
import { identityDocument } from '../metadata/identity-document.ts';
import { Address } from '../networks/address.entity.ts';
import { isIpv4 } from '../networks/ip-address.ts';
import type { NetworkInterface } from '../networks/network-interface.entity.ts';
import type { Subnet } from '../networks/subnet.entity.ts';
import type { Seal } from '../seal.ts';
import type { SignedInstance } from './signed-instance.ts';

/** What a view is made with beside the instance. */
export interface Surroundings {
  config: Config;
  seal: Seal;
  /** Who signs the identity document; undefined while nobody can. */
  signer: IdentitySigner | undefined;
  /** Notices show from their time on. */
  now: Date;
}

/** What the machine that asks from an address may be told; undefined when nobody registered the address. */
export async function findGuest(
  em: EntityManager,
  address: string,
  around: Surroundings,
): Promise<GuestView | undefined> {
  const populate = wholeInstance.map((path) => `instance.${path}` as const);
  const row = await em.findOne(Address, { address }, { populate });
  return row ? guestView(row.instance, around) : undefined;
}

/** What the machine with a UUID or instance-id may be told; undefined when the project has no such machine. */
export async function findGuestOfProject(
  em: EntityManager,
  { id, projectId }: SignedInstance,
  around: Surroundings,
): Promise<GuestView | undefined> {
  const where = id.startsWith('i-') ? { instanceId: id } : { uuid: id.toLowerCase() };
  const instance = await em.findOne(Instance, where, { populate: wholeInstance });
  return instance && instance.projectId === projectId ? guestView(instance, around) : undefined;
}

/** What an instance, loaded whole, may be told. */
export function guestView(instance: Instance, around: Surroundings): GuestView {
  const { config, signer, now } = around;
  const roleOf = (role: IamRole | null) => (role ? guestRole(role, instance, around) : undefined);
  const view: GuestView = {
    ...plainFacts(instance),
    services: { domain: config.METADATA_DOMAIN, partition: config.METADATA_PARTITION },
    keys: instance.orderedKeys.map(({ name, publicKey }) => ({ name, publicKey })),
    tags: instance.orderedTags.map(({ key, value }) => ({ key, value })),
    userData: instance.userData?.content,
    role: roleOf(instance.iamRole),
    identityRole: roleOf(instance.identityRole),
    events: guestEvents(instance, now),
    customMetadata: instance.orderedCustomMetadata.map(({ path, since, bytes }) => ({
      path,
      since: since ?? undefined,
      value: bytes,
    })),
    metadataOptions: guestOptions(instance.metadataOptions),
    interfaces: instance.orderedInterfaces.map((one) => guestInterface(one, instance)),
  };
  return { ...view, signatures: signer?.over(identityDocument(view)) };
}

const localHostnameOf = ({ givenLocalHostname, hostname }: Instance) => givenLocalHostname ?? hostname;

/** The facts that are told as they are stored. */
function plainFacts(instance: Instance) {
  return {
    instanceId: instance.instanceId,
    uuid: instance.uuid,
    projectId: instance.projectId,
    hostname: instance.hostname,
    localHostname: localHostnameOf(instance),
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
    billingProducts: instance.billingProducts,
    amiManifestPath: instance.amiManifestPath,
    ancestorAmiIds: instance.ancestorAmiIds,
    profile: instance.profile,
    system: instance.system,
    instanceAction: instance.instanceAction,
    monitoring: instance.monitoring ?? undefined,
    hibernationConfigured: instance.hibernationConfigured ?? undefined,
    outpostArn: instance.outpostArn ?? undefined,
    blockDevices: instance.blockDevices,
    placement: {
      groupName: instance.placementGroupName ?? undefined,
      hostId: instance.placementHostId ?? undefined,
      partitionNumber: instance.placementPartitionNumber ?? undefined,
    },
    launchedAt: instance.launchedAt,
    encryptedPassword: instance.encryptedPassword ?? undefined,
  } satisfies Partial<GuestView>;
}

function guestOptions(options: MetadataOptions): GuestMetadataOptions {
  return {
    httpEndpoint: options.httpEndpoint === Switch.ENABLED,
    httpTokens: options.httpTokens === HttpTokens.REQUIRED ? 'required' : 'optional',
    instanceMetadataTags: options.instanceMetadataTags === Switch.ENABLED,
    httpProtocolIpv6: options.httpProtocolIpv6 === Switch.ENABLED,
    httpPutResponseHopLimit: options.httpPutResponseHopLimit,
  };
}

function guestInterface(one: NetworkInterface, instance: Instance): GuestInterface {
  const primary = one === instance.primaryInterface;
  return {
    id: one.id,
    mac: one.mac ?? undefined,
    deviceNumber: one.deviceNumber,
    networkCard: one.networkCard ?? undefined,
    localHostname: localHostnameOf(instance),
    publicHostname: primary ? (instance.publicHostname ?? undefined) : undefined,
    privateIpv4s: one.addresses.filter(isIpv4),
    publicIpv4s: one.publicAddresses.filter(isIpv4),
    ipv6s: one.addresses.filter((address) => !isIpv4(address)),
    associations: one.associations.map(({ publicAddress, privateAddress }) => ({
      publicIpv4: publicAddress,
      privateIpv4s: [privateAddress],
    })),
    ipv4Prefixes: one.ipv4Prefixes,
    ipv6Prefixes: one.ipv6Prefixes,
    securityGroups: one.orderedGroups.map(({ id, name }) => ({ id, name })),
    subnet: one.subnet ? guestSubnet(one.subnet) : undefined,
  };
}

function guestSubnet(subnet: Subnet): GuestSubnet {
  const { id, ipv6CidrBlocks, dnsServers, dhcp, vpc } = subnet;
  return {
    id,
    ipv4CidrBlock: subnet.ipv4CidrBlock ?? undefined,
    ipv6CidrBlocks,
    ipv4Gateway: subnet.ipv4Gateway ?? undefined,
    ipv6Gateway: subnet.ipv6Gateway ?? undefined,
    dnsServers,
    dhcp,
    vpc: { id: vpc.id, ipv4CidrBlocks: vpc.ipv4CidrBlocks, ipv6CidrBlocks: vpc.ipv6CidrBlocks },
  };
}

/** What a role gives an instance: credentials, or why there are none in the form in which AWS tells of a failing role. */
function guestRole(role: IamRole, { accountId }: Instance, { config, seal }: Surroundings): GuestRole {
  const credentials = role.failureCode === null ? credentialsOf(role, seal) : undefined;
  return {
    name: role.name,
    instanceProfileArn:
      role.givenProfileArn ??
      `arn:${config.METADATA_PARTITION}:iam::${accountId}:instance-profile/${role.name}`,
    instanceProfileId: role.instanceProfileId,
    lastUpdated: role.credentialsUpdatedAt,
    ...(credentials ? { credentials } : { failure: failureOf(role) }),
  };
}

function failureOf({ name, failureCode, failureMessage, sealedCredentials }: IamRole): GuestRoleFailure {
  const why =
    sealedCredentials === null
      ? `No credentials of the role ${name} are set.`
      : `The credentials of the role ${name} were encrypted with another SECRET_KEY and have to be set again.`;
  return { code: failureCode ?? 'AssumeRoleUnauthorizedAccess', message: failureMessage ?? why };
}

function guestEvents({ notices, orderedMaintenance }: Instance, now: Date): GuestEvents {
  return {
    ...noticesBy(notices, now),
    targetLifecycleState: notices.targetLifecycleState ?? undefined,
    maintenance: orderedMaintenance.map(guestMaintenance),
  };
}

function noticesBy(
  { spotAction, spotTime, spotNoticeTime, rebalanceNoticeTime }: Notices,
  now: Date,
): Pick<GuestEvents, 'spotInterruption' | 'rebalanceNoticeTime'> {
  const isKnown = (noticeTime: Date | null) => noticeTime !== null && noticeTime <= now;
  return {
    spotInterruption:
      spotAction && spotTime && isKnown(spotNoticeTime) ? { action: spotAction, time: spotTime } : undefined,
    rebalanceNoticeTime: isKnown(rebalanceNoticeTime) ? rebalanceNoticeTime! : undefined,
  };
}

const stateOf: Record<MaintenanceState, GuestMaintenance['state']> = {
  [MaintenanceState.ACTIVE]: 'active',
  [MaintenanceState.COMPLETED]: 'completed',
  [MaintenanceState.CANCELED]: 'canceled',
};

function guestMaintenance(event: MaintenanceEvent): GuestMaintenance {
  return {
    eventId: event.id,
    code: event.code,
    description: event.description,
    notBefore: event.notBefore,
    notAfter: event.notAfter ?? undefined,
    notBeforeDeadline: event.notBeforeDeadline ?? undefined,
    state: stateOf[event.state],
  };
}
