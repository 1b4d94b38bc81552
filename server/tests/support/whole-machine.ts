/** A machine that has everything that can change, and every kind of change to it. */
import { expect } from '@jest/globals';
import { exampleKeys } from './example-keys.ts';
import {
  createSecurityGroup,
  createSshKey,
  createSubnet,
  createUserData,
  createVpc,
  deleteInstance,
  deleteSshKey,
  reprovisionInstance,
  updateInstance,
  updateSecurityGroup,
  updateSshKey,
  updateSubnet,
  updateUserData,
  updateVpc,
} from './operations.ts';
import type { Machine, World } from './world.ts';

const operation = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { outcome } }`;

/** The beginning of its addresses, and its MAC address. */
interface Place {
  network: string;
  mac: string;
}

/** Registers a machine and the records that it uses, all with unique names. */
export async function registerWhole(world: World, name: string, place: Place): Promise<Machine> {
  const { network, mac } = place;
  const keys = exampleKeys.slice(0, 3).map(({ line }, n) => ({ name: `${name}-key-${n}`, publicKey: line }));
  const ipv4CidrBlock = `${network}.0.0/24`;
  const parts: [string, object][] = [
    ...keys.map((key): [string, object] => [createSshKey, key]),
    [createUserData, { name, text: 'old' }],
    [createVpc, { name, ipv4CidrBlocks: [`${network}.0.0/16`] }],
    [createSubnet, { name, vpc: name, ipv4CidrBlock }],
    [createSecurityGroup, { name }],
    [operation('createIamRole'), { name }],
  ];
  for (const [mutation, input] of parts) await world.data(mutation, { input });
  return world.instance({
    hostname: name,
    lifeCycle: 'spot',
    keys: keys.slice(0, 2).map((key) => key.name),
    userData: name,
    iamRole: name,
    interfaces: [{ mac, addresses: [`${network}.0.5`], subnet: name, securityGroups: [name] }],
    tags: [{ key: 'Name', value: 'old' }],
    metadataOptions: { instanceMetadataTags: 'ENABLED' },
  });
}

export const places = {
  web: { network: '127.200', mac: '52:54:00:00:00:01' },
  db: { network: '127.201', mac: '52:54:00:00:00:02' },
};
const { mac } = places.web;
const ofInterface = `meta-data/network/interfaces/macs/${mac}`;
const another = exampleKeys[3]!.line;
const inAnHour = new Date(Date.now() + 3600_000).toISOString();
const whole = { mac, addresses: ['127.200.0.5', '127.200.0.6'], subnet: 'web', securityGroups: ['web'] };

/** A change, and the content that the machine `web` is served at a path after it and not before. */
interface MachineChange {
  /** The part of the machine that changes. */
  what: string;
  mutation: string;
  input: object;
  path: string;
  expected: unknown;
}

/** Each change leaves the records that later ones need; the last one deletes the machine. */
export const changesOfMachine: MachineChange[] = [
  {
    what: 'itself',
    mutation: updateInstance,
    input: { id: 'web', imageId: 'ami-2' },
    path: 'meta-data/ami-id',
    expected: 'ami-2',
  },
  {
    what: 'which keys it has',
    mutation: updateInstance,
    input: { id: 'web', keys: ['web-key-0', 'web-key-1', 'web-key-2'] },
    path: 'meta-data/public-keys/',
    expected: expect.stringContaining('2=web-key-2'),
  },
  {
    what: 'a key',
    mutation: updateSshKey,
    input: { id: 'web-key-0', publicKey: another },
    path: 'meta-data/public-keys/0/openssh-key',
    expected: expect.stringContaining(another.split(' ')[1]!),
  },
  {
    what: 'whether there is a key',
    mutation: deleteSshKey,
    input: { id: 'web-key-1', force: true },
    path: 'meta-data/public-keys/',
    expected: expect.not.stringContaining('web-key-1'),
  },
  {
    what: 'its user-data document',
    mutation: updateUserData,
    input: { id: 'web', text: 'new' },
    path: 'user-data',
    expected: 'new',
  },
  {
    what: 'its subnet',
    mutation: updateSubnet,
    input: { id: 'web', ipv4CidrBlock: '127.200.0.0/20' },
    path: `${ofInterface}/subnet-ipv4-cidr-block`,
    expected: '127.200.0.0/20',
  },
  {
    what: 'its VPC',
    mutation: updateVpc,
    input: { id: 'web', ipv4CidrBlocks: ['127.200.0.0/16', '127.202.0.0/16'] },
    path: `${ofInterface}/vpc-ipv4-cidr-blocks`,
    expected: '127.200.0.0/16\n127.202.0.0/16',
  },
  {
    what: 'its interface',
    mutation: updateInstance,
    input: { id: 'web', interfaces: [whole] },
    path: `${ofInterface}/local-ipv4s`,
    expected: '127.200.0.5\n127.200.0.6',
  },
  {
    what: 'its group',
    mutation: updateSecurityGroup,
    input: { id: 'web', name: 'open' },
    path: 'meta-data/security-groups',
    expected: 'open',
  },
  {
    what: 'its role',
    mutation: operation('updateIamRole'),
    input: { id: 'web', instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/other' },
    path: 'meta-data/iam/info',
    expected: expect.stringContaining('instance-profile/other'),
  },
  {
    what: 'its tags',
    mutation: updateInstance,
    input: { id: 'web', tags: [{ key: 'Name', value: 'new' }] },
    path: 'meta-data/tags/instance/Name',
    expected: 'new',
  },
  {
    what: 'its own metadata',
    mutation: updateInstance,
    input: { id: 'web', customMetadata: [{ path: 'meta-data/rack', value: '7' }] },
    path: 'meta-data/rack',
    expected: '7',
  },
  {
    what: 'its maintenance',
    mutation: operation('scheduleMaintenance'),
    input: { id: 'web', code: 'SYSTEM_REBOOT', notBefore: inAnHour },
    path: 'meta-data/events/maintenance/scheduled',
    expected: expect.stringContaining('system-reboot'),
  },
  {
    what: 'that it is interrupted',
    mutation: operation('interruptSpotInstance'),
    input: { id: 'web' },
    path: 'meta-data/spot/instance-action',
    expected: expect.stringContaining('terminate'),
  },
  {
    what: 'its options',
    mutation: updateInstance,
    input: { id: 'web', metadataOptions: { instanceMetadataTags: 'DISABLED' } },
    path: 'meta-data/tags/instance/Name',
    expected: '404',
  },
  {
    what: 'which it is',
    mutation: reprovisionInstance,
    input: { id: 'web' },
    path: 'meta-data/spot/instance-action',
    expected: '404',
  },
  {
    what: 'whether it is there',
    mutation: deleteInstance,
    input: { id: 'web' },
    path: 'meta-data/instance-id',
    expected: '404',
  },
];
