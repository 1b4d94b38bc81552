import { timestamp } from './aws-json.ts';
import { byBytes, each, leaves, reserved, type Category, type Members } from './category.ts';
import { facts } from './facts.ts';
import {
  primaryInterface,
  type GuestInterface,
  type GuestKey,
  type GuestSubnet,
  type GuestView,
  type GuestVpc,
} from './guest-view.ts';
import { maintenanceHistory, scheduledMaintenance } from './maintenance-events.ts';
import { identityInfo, profileInfo, roleCredentials } from './role-credentials.ts';

const secrets = 'Credentials belong to a role: give the instance a role instead.';

const interfacesByMac: Members<unknown, GuestInterface> = {
  pattern: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
  called: 'the MAC address of an interface in lower case, as 0e:49:61:0f:c3:11',
  of: ({ interfaces }) => interfaces.flatMap((nic) => (nic.mac ? [{ segment: nic.mac, of: nic }] : [])),
};

/** The listing shows `0=name`, the path has only `0`. */
const keysByIndex: Members<unknown, GuestKey> = {
  pattern: /^(0|[1-9]\d*)$/,
  called: 'the index of a key, as 0',
  of: (view) =>
    facts.keys(view).map((key, n) => ({ segment: `${n}`, listedAs: `${n}=${key.name}`, of: key })),
};

/**
 * The table of /meta-data.
 *
 * `since` may be a date of AWS's documentation that is not a served version: the entry shows from the next version on.
 * `latest` is an entry whose date is not documented.
 */
// oxfmt-ignore
export const metaData: readonly Category<unknown>[] = [
  // path                               since         value (undefined or empty: no such path here)
  ['ami-id',                            '1.0',        (i) => i.imageId],
  ['ami-launch-index',                  '1.0',        (i) => `${facts.launchIndex(i)}`],
  ['ami-manifest-path',                 '1.0',        (i) => i.amiManifestPath],
  ['ancestor-ami-ids',                  '2007-10-10', (i) => lines(i.ancestorAmiIds)],
  ['autoscaling/target-lifecycle-state', '2021-07-15', (i) => i.events.targetLifecycleState],
  leaves('block-device-mapping',        '2007-12-15', (i) => blockDeviceMapping(i)),
  ['events/maintenance/history',        '2018-08-17', (i) => maintenanceHistory(i)],
  ['events/maintenance/scheduled',      '2018-08-17', (i) => scheduledMaintenance(i)],
  ['events/recommendations/rebalance',  '2020-10-27', (i) => rebalanceRecommendation(i)],
  ['hibernation/configured',            'latest',     (i) => i.hibernationConfigured?.toString()],
  ['hostname',                          '1.0',        facts.hostname],
  ['iam/info',                          '2012-01-12', (i) => profileInfo(i)],
  reserved(secrets, leaves('iam/security-credentials', '2012-01-12', ({ role }) =>
    role ? [[role.name, roleCredentials(role)]] : [])),
  ['identity-credentials/ec2/info',     '2018-03-28', (i) => identityInfo(i)],
  reserved(secrets, leaves('identity-credentials/ec2/security-credentials', '2018-03-28', ({ identityRole }) =>
    identityRole ? [['ec2-instance', roleCredentials(identityRole)]] : [])),
  ['instance-action',                   '2008-09-01', (i) => i.instanceAction],
  ['instance-id',                       '1.0',        facts.instanceId],
  ['instance-life-cycle',               '2019-10-01', (i) => i.lifeCycle],
  ['instance-type',                     '2007-08-29', (i) => i.instanceType],
  ['ipv6',                              '2021-01-03', (i) => primaryInterface(i)?.ipv6s[0]],
  ['kernel-id',                         '2008-02-01', (i) => i.kernelId],
  ['local-hostname',                    '2007-01-19', facts.localHostname],
  ['local-ipv4',                        '1.0',        facts.privateIpv4],
  ['mac',                               '2011-01-01', (i) => primaryInterface(i)?.mac],
  ['metrics/vhostmd',                   '2011-05-01', () => '<?xml version="1.0" encoding="UTF-8"?>'],
  each('network/interfaces/macs',       interfacesByMac, [
    ['device-number',                   '2011-01-01', (_, nic) => `${nic.deviceNumber}`],
    ['interface-id',                    '2011-01-01', (_, nic) => nic.id],
    leaves('ipv4-associations',         '2011-01-01', (_, nic: GuestInterface) => publicToPrivate(nic)),
    ['ipv4-prefix',                     'latest',     (_, nic) => lines(nic.ipv4Prefixes)],
    ['ipv6-prefix',                     'latest',     (_, nic) => lines(nic.ipv6Prefixes)],
    ['ipv6s',                           '2016-06-30', (_, nic) => lines(nic.ipv6s)],
    ['local-hostname',                  '2011-01-01', (i) => facts.localHostname(i)],
    ['local-ipv4s',                     '2011-01-01', (_, nic) => lines(nic.privateIpv4s)],
    ['mac',                             '2011-01-01', (_, nic) => nic.mac],
    ['network-card',                    '2020-11-01', (_, nic) => nic.networkCard?.toString()],
    ['owner-id',                        '2011-01-01', (i) => facts.accountId(i)],
    ['public-hostname',                 '2011-01-01', facts.publicHostname],
    ['public-ipv4s',                    '2011-01-01', (_, nic) => lines(nic.publicIpv4s)],
    ['security-group-ids',              '2011-01-01', (_, nic) => lines(nic.securityGroups.map(({ id }) => id))],
    ['security-groups',                 '2011-01-01', (_, nic) => groupNames(nic)],
    ['subnet-id',                       '2011-01-01', (_, nic) => nic.subnet?.id],
    ['subnet-ipv4-cidr-block',          '2011-01-01', (_, nic) => nic.subnet?.ipv4CidrBlock],
    ['subnet-ipv6-cidr-blocks',         '2016-06-30', (_, nic) => ipv6Blocks(nic, nic.subnet)],
    ['vpc-id',                          '2011-01-01', (_, nic) => nic.subnet?.vpc.id],
    ['vpc-ipv4-cidr-block',             '2011-01-01', (_, nic) => nic.subnet?.vpc.ipv4CidrBlocks[0]],
    ['vpc-ipv4-cidr-blocks',            '2016-06-30', (_, nic) => lines(nic.subnet?.vpc.ipv4CidrBlocks)],
    ['vpc-ipv6-cidr-blocks',            '2016-06-30', (_, nic) => ipv6Blocks(nic, nic.subnet?.vpc)],
  ]),
  ['outpost-arn',                       'latest',     (i) => i.outpostArn],
  ['placement/availability-zone',       '2008-02-01', facts.availabilityZone],
  ['placement/availability-zone-id',    '2019-10-01', (i) => i.availabilityZoneId],
  ['placement/group-name',              '2020-08-24', (i) => i.placementGroupName],
  ['placement/host-id',                 '2020-08-24', (i) => i.placementHostId],
  ['placement/partition-number',        '2020-08-24', (i) => i.placementPartitionNumber?.toString()],
  ['placement/region',                  '2019-10-01', facts.region],
  ['product-codes',                     '2007-03-01', (i) => lines(i.productCodes)],
  ['profile',                           '2007-12-15', (i) => i.profile],
  ['public-hostname',                   '2007-01-19', (i) => facts.publicHostname(i)],
  ['public-ipv4',                       '2007-01-19', (i) => primaryInterface(i)?.publicIpv4s[0]],
  // The key is the only value that ends in a line break.
  each('public-keys',                   keysByIndex, [
    ['openssh-key',                     '1.0',        (_, key) => `${key.publicKey}\n`],
  ]),
  ['ramdisk-id',                        '2007-10-10', (i) => i.ramdiskId],
  ['reservation-id',                    '1.0',        (i) => i.reservationId],
  ['security-groups',                   '1.0',        (i) => groupNames(primaryInterface(i))],
  ['services/domain',                   '2014-02-25', (i) => i.services.domain],
  ['services/partition',                '2015-10-20', (i) => i.services.partition],
  ['spot/instance-action',              '2016-11-15', (i) => spotAction(i)],
  ['spot/termination-time',             '2014-11-05', (i) => spotTermination(i)],
  ['system',                            '2022-09-24', (i) => i.system],
  ['tag-sets/instance',                 '2025-10-04', (i) => tagSet(i)],
  leaves('tags/instance',               '2021-03-23', (i) => tagValues(i)),
];

/** One entry per line, without a trailing line break. */
function lines(entries: readonly string[] = []): string {
  return entries.join('\n');
}

/** As on EC2, an interface without an IPv6 address has no IPv6 blocks of its subnet and VPC. */
const ipv6Blocks = ({ ipv6s }: GuestInterface, network: GuestSubnet | GuestVpc | undefined) =>
  lines(ipv6s.length > 0 ? network?.ipv6CidrBlocks : []);

const groupNames = (nic: GuestInterface | undefined) => lines(nic?.securityGroups.map(({ name }) => name));

/** Lists the root twice: `root` by its full name, and `ami` as the image sees it, which AWS shortens except `sda1`. */
function blockDeviceMapping({ blockDevices }: GuestView) {
  return blockDevices.flatMap(({ virtualName, deviceName }) => {
    const short = deviceName.replace(/^\/dev\//, '');
    if (virtualName !== 'root') return [[virtualName, short] as const];
    const full = `/dev/${short}`;
    return [['ami', short === 'sda1' ? full : short] as const, ['root', full] as const];
  });
}

function publicToPrivate({ associations }: GuestInterface) {
  return associations.map(({ publicIpv4, privateIpv4s }) => [publicIpv4, lines(privateIpv4s)] as const);
}

function rebalanceRecommendation({ events: { rebalanceNoticeTime: time } }: GuestView) {
  return time && `{"noticeTime": "${timestamp(time)}"}`;
}

function spotAction({ events: { spotInterruption: notice } }: GuestView) {
  return notice && `{"action": "${notice.action}", "time": "${timestamp(notice.time)}"}`;
}

function spotTermination({ events: { spotInterruption: notice } }: GuestView) {
  return notice?.action === 'terminate' ? timestamp(notice.time) : undefined;
}

function tagValues(view: GuestView) {
  return facts.tags(view).map(({ key, value }) => [key, value] as const);
}

/** All tags as one JSON object, ordered by key, `{}` without tags; undefined if the instance may not read its tags. */
function tagSet(view: GuestView): string | undefined {
  if (!view.metadataOptions.instanceMetadataTags) return undefined;
  const ordered = [...tagValues(view)].sort(([a], [b]) => byBytes(a, b));
  return `{${ordered.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`;
}
