/** A machine that has everything at once, and a function that registers machines with the records that they use. */
import { exampleKeys } from './example-keys.ts';
import { roleName, type GeneratedMachine } from './generated-machine.ts';
import { upsertSecurityGroups } from './operations.ts';
import type { Machine, World } from './world.ts';

/** Registers a machine, after the keys and groups that it names. */
export async function register(
  world: World,
  { input, keyNames, groupNames }: GeneratedMachine,
): Promise<Machine> {
  const addKey = 'mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { outcome } }';
  for (const [n, name] of keyNames.entries())
    await world.data(addKey, { input: { name, publicKey: exampleKeys[n]!.line } });
  const securityGroups = groupNames.map((name) => ({ name }));
  await world.data(upsertSecurityGroups, { input: { securityGroups } });
  return world.instance(input);
}

/** A machine that has everything at once. */
export const fullMachine: GeneratedMachine = {
  keyNames: ['a b', '..', 'ключ 🔑'],
  groupNames: ['web servers', 'ключ 🔑'],
  input: {
    hostname: 'everything.example.org',
    publicHostname: 'public.example.org',
    keys: ['a b', '..', 'ключ 🔑'],
    iamRole: roleName,
    identityRole: roleName,
    kernelId: 'aki-1',
    ramdiskId: 'ari-1',
    productCodes: ['a', 'b'],
    ancestorAmiIds: ['ami-1'],
    monitoring: 'enabled',
    hibernationConfigured: true,
    outpostArn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-0123456789abcdef0',
    placementGroupName: 'group',
    placementHostId: 'h-1',
    placementPartitionNumber: 3,
    userDataBytes: 'AAH/',
    tags: [
      { key: '_1=x', value: '' },
      { key: 'a+b@c=d,e', value: 'line\nline' },
    ],
    metadataOptions: { instanceMetadataTags: 'ENABLED' },
    interfaces: [
      {
        mac: '52:54:00:00:00:01',
        addresses: ['127.99.0.1', '127.99.0.2', 'fd00::99:1'],
        associations: [{ privateAddress: '127.99.0.1', publicAddress: '203.0.113.1' }],
        securityGroups: ['web servers', 'ключ 🔑'],
        ipv4Prefixes: ['127.99.0.16/28'],
        ipv6Prefixes: ['fd00::1:0:0:0/80'],
      },
      { networkCard: 1, addresses: ['127.99.0.3'], subnet: null },
    ],
    customMetadata: [
      { path: 'dynamic/rack', value: '', since: '1.0' },
      { path: 'meta-data/ami-id', bytes: 'AAH/', since: '2021-03-23' },
      { path: 'meta-data/public-keys/1/a+b@c,d~:e', value: 'x' },
      { path: 'meta-data/network/interfaces/macs/52:54:00:00:00:01/rack/unit', value: '4' },
      { path: 'meta-data/network/interfaces/macs/52:54:00:00:00:99/rack/unit', value: '4' },
      { path: 'meta-data/tags/instance/Zone', value: 'line\n' },
    ],
  },
};
