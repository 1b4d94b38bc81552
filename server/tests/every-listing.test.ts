/** Whatever a machine is, every name that a listing shows it is there: clients give up at the first that is not. */
import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exampleKeys } from '../keys/example-keys.ts';
import { crawl, quoted } from './cloud-init.ts';
import { generatedMachine, loopback, roleName, type GeneratedMachine } from './generated-machine.ts';
import type { Guest } from './guest.ts';
import { toldByApi, type Told } from './told-by-api.ts';
import { createSubnet, createVpc, upsertSecurityGroups } from './operations.ts';
import { onBothDatabases, type Machine, type World } from './world.ts';

const bodyOf = ({ bytes }: Told) => Buffer.from(bytes, 'base64').toString();

/** The paths that a listing leads to; a directory's ends in a slash. */
function pathsIn(directory: string, listing: string): string[] {
  const inKeys = directory.endsWith('/public-keys/');
  const isVersion = /^\/[^/]+\/$/.test(directory);
  return listing.split('\n').map((name) => {
    if (inKeys) return `${directory}${name.slice(0, name.indexOf('='))}/`;
    if (name.endsWith('/')) return `${directory}${quoted(name.slice(0, -1))}/`;
    return `${directory}${quoted(name)}${isVersion && name !== 'user-data' ? '/' : ''}`;
  });
}

/** The proofs of identity, of which the API tells nobody but that they are there. */
const isKeptSecret = (path: string) => /\/instance-identity\/(pkcs7|rsa2048|signature)$/.test(path);

/** What the API says where the machine is told this. */
const shown = (path: string, told: Told): Told =>
  isKeptSecret(path) ? { ...told, bytes: Buffer.from('(not shown)').toString('base64') } : told;

/** Asks for several paths at once. */
type Ask = (paths: string[]) => Promise<Map<string, Told>>;

/** Every answer below a directory, by path, found by following each listing; each must be there. */
async function walk(path: string, ask: Ask): Promise<Map<string, Told>> {
  const found = new Map<string, Told>();
  for (let level = [path]; level.length > 0;) {
    const answers = await ask(level);
    const missing = level.filter((one) => answers.get(one)?.status !== 200);
    if (missing.length > 0) throw new Error(`listed, but not there: ${missing.join(' ')}`);
    for (const one of level) found.set(one, answers.get(one)!);
    level = level.flatMap((one) => (one.endsWith('/') ? pathsIn(one, bodyOf(answers.get(one)!)) : []));
  }
  return found;
}

/** What the machine itself is told, in the form of the API. */
async function toldOverHttp(guest: Guest, paths: string[]): Promise<Map<string, Told>> {
  const told = paths.map(async (path): Promise<[string, Told]> => {
    const { status, headers, bytes, text } = await guest.get(path);
    const entries = status === 200 && path.endsWith('/') ? text.split('\n') : null;
    return [
      path,
      { status, contentType: headers['content-type']!, bytes: bytes.toString('base64'), entries },
    ];
  });
  return new Map(await Promise.all(told));
}

/** Lets cloud-init read everything of a version that was found by following the listings. */
function expectReadable(version: string, found: Map<string, Told>): void {
  const read = crawl(`/${version}/meta-data/`, (target) => {
    const told = found.get(target);
    return told && bodyOf(told);
  });
  expect(read.size).toBeGreaterThan(5);
}

/** Expects the machine to be told over HTTP what the API says, at these paths and at some where nothing is. */
async function expectSameOverHttp(
  { guest }: Machine,
  version: string,
  told: Map<string, Told>,
): Promise<void> {
  const absent = [`/${version}/meta-data/nothing`, `/${version}/meta-data/hostname/x`];
  const answers = await toldOverHttp(guest, [...told.keys(), ...absent]);

  expect(absent.map((path) => answers.get(path)!.status)).toEqual([404, 404]);
  for (const path of absent) answers.delete(path);
  expect(new Map([...answers].map(([path, answer]) => [path, shown(path, answer)]))).toEqual(told);
}

async function register(world: World, { input, keyNames, groupNames }: GeneratedMachine): Promise<Machine> {
  const addKey = 'mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { outcome } }';
  for (const [n, name] of keyNames.entries())
    await world.data(addKey, { input: { name, publicKey: exampleKeys[n]!.line } });
  const securityGroups = groupNames.map((name) => ({ name }));
  await world.data(upsertSecurityGroups, { input: { securityGroups } });
  return world.instance(input);
}

const createRole = 'mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }';
const remove = 'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }';

/** A machine that has everything at once. */
const fullMachine: GeneratedMachine = {
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

onBothDatabases('every name that a listing shows', (open) => {
  let world: World;
  let versions: string[];

  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'vpc', ipv4CidrBlocks: ['127.0.0.0/8'] } });
    await world.data(createSubnet, { input: { vpc: 'vpc', ...loopback } });
    await world.data(createRole, { input: { name: roleName } });
    const { guest } = await world.instance();
    versions = (await guest.get('/')).text.split('\n');
  });

  it('is there under every version, for a machine that has everything', async () => {
    expect(versions).toHaveLength(31);
    const machine = await register(world, fullMachine);
    const latest = await walk('/latest/', (paths) => toldByApi(world, machine.hostname, paths));
    await expectSameOverHttp(machine, 'latest', latest);

    for (const version of versions) {
      const paths = [...latest.keys()].map((path) => path.replace('/latest/', `/${version}/`));
      const told = await toldByApi(world, machine.hostname, paths);
      const found = await walk(`/${version}/`, () => Promise.resolve(told));
      expectReadable(version, found);
      expect([...told.values()].filter(({ status }) => status === 200)).toHaveLength(found.size);
    }
  }, 180_000);

  it('is there, and over HTTP as the API says, for any machine', async () => {
    const holds = fc.asyncProperty(
      generatedMachine,
      fc.constantFrom(...versions),
      async (generated, version) => {
        const machine = await register(world, generated);
        const found = await walk(`/${version}/`, (paths) => toldByApi(world, machine.hostname, paths));
        expectReadable(version, found);
        const some = new Map([...found].filter((_, place) => place % 5 === 0));
        await expectSameOverHttp(machine, version, some);
        await world.data(remove, { input: { id: machine.id } });
      },
    );

    await fc.assert(holds, { numRuns: 6 });
  }, 180_000);
});
