/** A machine is served every category of the specification of the service, and absent facts are absent. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { datedVersions } from '../metadata/versions.ts';
import {
  filled,
  hasFormat,
  isAlways,
  isNeverServed,
  servedCategories,
  shows,
  specified,
} from './support/categories.ts';
import type { Guest } from './support/guest.ts';
import { answersByApi } from './support/answers-by-api.ts';
import { onBothDatabases, type World } from './support/world.ts';

const mutations = `mutation (
  $key: CreateSshKeyInput!, $vpc: CreateVpcInput!, $subnet: CreateSubnetInput!, $role: CreateIamRoleInput!,
  $instance: CreateInstanceInput!, $spot: InterruptSpotInstanceInput!, $rebalance: RecommendRebalanceInput!,
  $state: SetTargetLifecycleStateInput!, $maintenance: ScheduleMaintenanceInput!
) {
  createSshKey(input: $key) { outcome }
  createVpc(input: $vpc) { outcome }
  createSubnet(input: $subnet) { outcome }
  createIamRole(input: $role) { outcome }
  createInstance(input: $instance) { outcome }
  interruptSpotInstance(input: $spot) { outcome }
  recommendRebalance(input: $rebalance) { outcome }
  setTargetLifecycleState(input: $state) { outcome }
  done: scheduleMaintenance(input: $maintenance) { maintenanceEvent { id } }
  scheduleMaintenance(input: $maintenance) { outcome }
}`;
const complete =
  'mutation ($input: CompleteMaintenanceInput!) { completeMaintenance(input: $input) { outcome } }';

const id = 'everything';
const mac = '52:54:00:00:00:01';
const names = { mac, role: 'my-role', index: '0', key: 'Name', 'public-ip': '203.0.113.1' };

/** A machine that has everything at once. */
const instance = {
  hostname: id,
  publicHostname: 'public.example.org',
  keys: ['my-key'],
  lifeCycle: 'spot',
  kernelId: 'aki-1',
  ramdiskId: 'ari-1',
  productCodes: ['a', 'b'],
  ancestorAmiIds: ['ami-1', 'ami-2'],
  monitoring: 'enabled',
  hibernationConfigured: true,
  outpostArn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-0123456789abcdef0',
  placementGroupName: 'group',
  placementHostId: 'h-1',
  placementPartitionNumber: 3,
  userDataText: '#!/bin/sh\n',
  tags: [{ key: 'Name', value: 'web' }],
  metadataOptions: { instanceMetadataTags: 'ENABLED' },
  blockDevices: [
    { virtualName: 'root', deviceName: '/dev/xvda' },
    { virtualName: 'ebs1', deviceName: 'sdf' },
    { virtualName: 'ephemeral0', deviceName: 'sdb' },
    { virtualName: 'swap', deviceName: 'sda3' },
  ],
  iamRole: 'my-role',
  identityRole: 'my-role',
  interfaces: [
    {
      mac,
      networkCard: 0,
      subnet: 'subnet',
      addresses: ['127.98.0.1', '127.98.0.2', 'fd00::98:1'],
      associations: [{ privateAddress: '127.98.0.1', publicAddress: names['public-ip'] }],
      ipv4Prefixes: ['127.98.0.16/28'],
      ipv6Prefixes: ['fd00:0:0:0:1::/80'],
    },
  ],
};

async function registerEverything(world: World): Promise<Guest> {
  const maintenance = {
    id,
    code: 'SYSTEM_REBOOT',
    notBefore: '2036-01-01T00:00:00Z',
    notAfter: '2036-01-01T01:00:00Z',
  };
  const blocks = { ipv4CidrBlocks: ['127.98.0.0/16'], ipv6CidrBlocks: ['fd00::/56'] };
  const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', token: 'token' };
  const { done } = await world.data(mutations, {
    key: { name: 'my-key', publicKey: exampleKeys[0]!.line },
    vpc: { name: 'vpc', ...blocks },
    subnet: { name: 'subnet', vpc: 'vpc', ipv4CidrBlock: '127.98.0.0/24', ipv6CidrBlocks: ['fd00::/64'] },
    role: { name: names.role, credentials: { ...credentials, expiration: '2036-01-01T00:00:00Z' } },
    instance,
    spot: { id, action: 'TERMINATE' },
    rebalance: { id },
    state: { id, state: 'IN_SERVICE' },
    maintenance,
  });
  await world.data(complete, { input: { id: done.maintenanceEvent.id } });
  return world.guest('127.98.0.1');
}

/** The paths that a machine with an interface and an address has beyond those of every machine. */
const ofEveryInterface = [
  'meta-data/local-ipv4',
  ...[
    '',
    '/device-number',
    '/interface-id',
    '/local-hostname',
    '/local-ipv4s',
    '/mac',
    '/owner-id',
    '/security-group-ids',
    '/security-groups',
  ].map((leaf) => `meta-data/network/interfaces/macs/{mac}${leaf}`),
];

/** Returns the oldest version that shows a category that exists since a date, and the version before it. */
function versionsAround(since: string): { first: string; before: string | undefined } {
  const first = datedVersions.find((version) => shows(since, version)) ?? 'latest';
  return { first, before: datedVersions.findLast((version) => !shows(since, version)) };
}

describe('of every category', () => {
  onBothDatabases('a machine', (open) => {
    let world: World;
    let guest: Guest;
    beforeAll(async () => {
      world = await open();
      guest = await registerEverything(world);
    });

    const pathOf = (path: string, version = 'latest', own = {}) =>
      `/${version}/${filled(path, { ...names, ...own })}`;
    const statuses = async (hostname: string, paths: string[]) =>
      new Map(
        [...(await answersByApi(world, hostname, paths))].map(([path, answer]) => [path, answer.status]),
      );

    it('is told what it has, in the form of the specification', async () => {
      const wrong: unknown[] = [];
      for (const category of servedCategories) {
        const { status, text, headers } = await guest.get(pathOf(category.path));
        const type = category.path === 'user-data' ? 'application/octet-stream' : 'text/plain';
        const isRight = status === 200 && headers['content-type'] === type && hasFormat(category, text);
        if (!isRight) wrong.push([category.path, status, ...(status === 200 ? [text] : [])]);
      }

      expect(wrong).toEqual([]);
    });

    it('is told it since the version that the specification names, and not before', async () => {
      const expected = new Map<string, number>();
      for (const { path, since } of servedCategories) {
        const { first, before } = versionsAround(since);
        expected.set(pathOf(path, first), 200);
        if (before) expected.set(pathOf(path, before), 404);
      }

      expect(await statuses(id, [...expected.keys()])).toEqual(expected);
    });

    it('is told nothing of what it has not', async () => {
      const own = { mac: '52:54:00:00:00:02' };
      const { hostname } = await world.instance(own);
      const has = servedCategories.filter((one) => isAlways(one) || ofEveryInterface.includes(one.path));

      const served = await statuses(
        hostname,
        servedCategories.map(({ path }) => pathOf(path, 'latest', own)),
      );

      const found = [...served].filter(([, status]) => status === 200);
      expect(found.map(([path]) => path)).toEqual(has.map(({ path }) => pathOf(path, 'latest', own)));
    });

    it('is told nothing that AWS has retired, and gets its token by PUT alone', async () => {
      for (const { path } of specified.filter(isNeverServed)) {
        const retired = pathOf(path.replace(/\{(?!mac)[a-z-]+\}/, '0'));
        expect([retired, (await guest.get(retired)).status]).toEqual([retired, 404]);
      }
      expect(await guest.get('/latest/api/token')).toMatchObject({ status: 405, text: '' });
      expect(await guest.token()).toMatch(/^[\x21-\x7e]{20,100}$/);
      expect((await guest.get('/latest')).text).toBe('dynamic\nmeta-data\nuser-data');
      expect((await guest.get('/')).text.split('\n')).toEqual([...datedVersions, 'latest']);
    });
  });
});
