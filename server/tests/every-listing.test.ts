/** Whatever a machine is, every name that a listing shows it is there: clients give up at the first that is not. */
import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exampleKeys } from '../keys/example-keys.ts';
import { generatedMachine, type GeneratedMachine } from './generated-machine.ts';
import type { Guest, Reply } from './guest.ts';
import { onBothDatabases, type World } from './world.ts';

/** How clients write a name of a listing into the next path: cloud-init encodes everything but these. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** The paths that a listing leads to. */
function pathsOf(directory: string, { text }: Reply): string[] {
  const inKeys = directory.endsWith('/public-keys/');
  const isVersion = /^\/[^/]+\/$/.test(directory);
  return text.split('\n').map((name) => {
    if (inKeys) return `${directory}${name.slice(0, name.indexOf('='))}/`;
    if (name.endsWith('/')) return `${directory}${encoded(name.slice(0, -1))}/`;
    return `${directory}${encoded(name)}${isVersion && name !== 'user-data' ? '/' : ''}`;
  });
}

/** Every answer below a directory, by path; each must be there. */
async function walk(
  guest: Guest,
  path: string,
  found = new Map<string, Reply>(),
): Promise<Map<string, Reply>> {
  const reply = await guest.get(path);
  expect([path, reply.status]).toEqual([path, 200]);
  found.set(path, reply);
  if (path.endsWith('/')) await Promise.all(pathsOf(path, reply).map((name) => walk(guest, name, found)));
  return found;
}

interface Told {
  status: number;
  contentType: string;
  bytes: string;
  entries: string[] | null;
}

/** What the API says that the machine is told, by path. */
async function toldByApi(world: World, hostname: string, paths: string[]): Promise<Map<string, Told>> {
  const told = new Map<string, Told>();
  for (let from = 0; from < paths.length; from += 40) {
    const some = paths.slice(from, from + 40);
    const fields = some.map(
      (path, n) => `p${n}: metadata(path: ${JSON.stringify(path)}) { status contentType bytes entries }`,
    );
    const query = `query ($hostname: String) { instance(by: { hostname: $hostname }) { ${fields.join(' ')} } }`;
    const { instance } = await world.data<{ instance: Record<string, Told> }>(
      query,
      { hostname },
      { as: 'viewer' },
    );
    for (const [n, path] of some.entries()) told.set(path, instance[`p${n}`]!);
  }
  return told;
}

async function expectAllThere(
  world: World,
  { input, keyNames }: GeneratedMachine,
  versions: string[],
): Promise<void> {
  const addKey = 'mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { outcome } }';
  for (const [n, name] of keyNames.entries())
    await world.data(addKey, { input: { name, publicKey: exampleKeys[n]!.line } });
  const { guest, hostname } = await world.instance(input);
  try {
    for (const version of versions) {
      const found = await walk(guest, `/${version}/`);
      for (const path of ['/', `/${version}/meta-data/nothing`, `/${version}/meta-data/hostname/x`])
        found.set(path, await guest.get(path));
      const told = await toldByApi(world, hostname, [...found.keys()]);
      for (const [path, { status, headers, bytes, text }] of found) {
        const { entries, ...answer } = told.get(path)!;
        expect({ path, ...answer }).toEqual({
          path,
          status,
          contentType: headers['content-type'],
          bytes: bytes.toString('base64'),
        });
        if (status === 200 && path.endsWith('/')) expect(entries?.join('\n')).toBe(text);
        else expect(entries).toBeNull();
      }
    }
  } finally {
    await world.data(
      'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }',
      {
        input: { id: hostname },
      },
    );
  }
}

/** A machine that has everything at once. */
const fullMachine: GeneratedMachine = {
  keyNames: ['a b', '..', 'ключ 🔑'],
  input: {
    hostname: 'everything.example.org',
    publicHostname: 'public.example.org',
    keys: ['a b', '..', 'ключ 🔑'],
    kernelId: 'aki-1',
    ramdiskId: 'ari-1',
    productCodes: ['a', 'b'],
    ancestorAmiIds: ['ami-1'],
    placementGroupName: 'group',
    placementHostId: 'h-1',
    placementPartitionNumber: 3,
    userDataBytes: 'AAH/',
    tags: [
      { key: '1=x', value: '' },
      { key: 'a+b@c=d,e', value: 'line\nline' },
    ],
    metadataOptions: { instanceMetadataTags: 'ENABLED' },
    interfaces: [
      {
        mac: '52:54:00:00:00:01',
        addresses: ['127.99.0.1', '127.99.0.2', 'fd00::99:1'],
        associations: [{ privateAddress: '127.99.0.1', publicAddress: '203.0.113.1' }],
      },
      { networkCard: 1, addresses: ['127.99.0.3'] },
    ],
  },
};

onBothDatabases('every name that a listing shows', (open) => {
  let world: World;
  let versions: string[];

  beforeAll(async () => {
    world = await open();
    const { guest } = await world.instance();
    versions = (await guest.get('/')).text.split('\n');
  });

  it('is there under every version, and the API says the same, for a machine that has everything', async () => {
    expect(versions).toHaveLength(31);

    await expectAllThere(world, fullMachine, versions);
  }, 180_000);

  it('is there, and the API says the same, for any machine', async () => {
    const anyVersion = fc.constantFrom(...versions);

    const holds = fc.asyncProperty(generatedMachine, anyVersion, (machine, version) =>
      expectAllThere(world, machine, ['latest', version]),
    );

    await fc.assert(holds, { numRuns: 8, interruptAfterTimeLimit: 10_000 });
  });
});
