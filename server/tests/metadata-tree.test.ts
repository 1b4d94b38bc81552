/** A person sees all that a machine is served in one query, and of each value what it was made from. */
import { beforeAll, expect, it } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import { fullMachine, register } from './support/full-machine.ts';
import { roleName } from './support/generated-machine.ts';
import type { Anything, Asker } from './support/graphql-client.ts';
import { withToken, withTtl } from './support/guest.ts';
import { createUserData, updateInstance } from './support/operations.ts';
import { registerWhole } from './support/whole-machine.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const query = `query ($id: ID!, $dataSource: DataSource!, $version: String!, $as: AskAs!) {
  instance(by: { id: $id }) { id metadataTree(dataSource: $dataSource, version: $version, as: $as) {
    path name kind status size text isHidden sources { origin type id name field } } } }`;

interface Entry {
  path: string;
  name: string;
  kind: 'DIRECTORY' | 'VALUE';
  status: number;
  size: number | null;
  text: string | null;
  isHidden: boolean;
  sources: { origin: string; type: string | null; id: string | null; name: string | null; field: string }[];
}

interface Asked {
  dataSource?: 'EC2' | 'OPENSTACK' | 'NOCLOUD';
  version?: string;
  how?: 'V1' | 'V2' | 'ITS_CLIENT';
  as?: Asker;
}

async function treeOf(world: World, { id }: { id: string }, asked: Asked = {}): Promise<Entry[]> {
  const { dataSource = 'EC2', version = 'latest', how = 'V2', as = 'viewer' } = asked;
  const { instance } = await world.data(query, { id, dataSource, version, as: how }, { as });
  return instance.metadataTree;
}

const createRole = 'mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }';

const versions = ['1.0', '2016-06-30', '2021-03-23', 'latest'];

onBothDatabases('The tree of a machine that has everything', (open) => {
  let world: World;
  let machine: Machine;
  beforeAll(async () => {
    world = await open();
    await world.data(createRole, { input: { name: roleName } });
    machine = await register(world, fullMachine);
  });

  it.each(versions)('has the values, and the listings, that it is served: version %s', async (version) => {
    const token = withToken((await machine.guest.put('/latest/api/token', withTtl(60))).text);
    const entries = await treeOf(world, machine, { version });
    const secret = /credentials\/|identity\/(pkcs7|rsa2048|signature)$/;

    for (const { path, kind, size, text } of entries.filter((one) => !secret.test(one.path))) {
      const answer = await machine.guest.get(path, token);
      const listed = entries.filter((one) => one.path !== path && parentOf(one.path) === path);
      expect([path, answer.status]).toEqual([path, 200]);
      if (kind === 'DIRECTORY')
        expect(answer.text.split('\n')).toEqual(listed.map(({ name }) => named(path, name)));
      else
        expect([path, size, text ?? '']).toEqual([
          path,
          answer.bytes.length,
          text === null ? '' : answer.text,
        ]);
    }
    expect(entries.length).toBeGreaterThan(10);
  });

  it.each(['OPENSTACK', 'NOCLOUD'] as const)(
    'has the files of another data source: %s',
    async (dataSource) => {
      const [top, ...files] = await treeOf(world, machine, { dataSource });
      const listing = await machine.guest.get(top!.path);

      expect(files.map(({ name }) => name)).toEqual(listing.text.split('\n'));
      for (const { path, size } of files.filter(({ name }) => name !== 'meta_data.json'))
        expect([path, size]).toEqual([path, (await machine.guest.get(path)).bytes.length]);
    },
  );

  it('is empty for a version that there is none of', async () => {
    expect(await treeOf(world, machine, { version: '1999-01-01' })).toEqual([]);
    expect(await treeOf(world, machine, { version: '1999-01-01', dataSource: 'OPENSTACK' })).toEqual([]);
  });

  it('names fields of the API', async () => {
    const schema = buildApiSchema();
    const fieldsOf = (type: string) => (schema.getType(type) as GraphQLObjectType).getFields();
    const trees = (['EC2', 'OPENSTACK', 'NOCLOUD'] as const).map((dataSource) =>
      treeOf(world, machine, { dataSource }),
    );
    const sources = (await Promise.all(trees)).flat().flatMap((entry) => entry.sources);

    const named = sources.filter(({ origin, type }) => origin === 'FIELD' && type !== 'SigningKey');
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ type, field }) => !(field in fieldsOf(type!)))).toEqual([]);
  });

  it('shows credentials and signatures to nobody', async () => {
    const secret = /security-credentials\/|identity\/(pkcs7|rsa2048|signature)$/;
    const entries = await treeOf(world, machine, { as: 'superuser' });

    const shown = entries.filter(({ path, kind }) => kind === 'VALUE' && secret.test(path));
    expect(shown.length).toBeGreaterThan(1);
    for (const { text } of shown) expect(text).toMatch(/not shown|^\{\n {2}"Code" : "(?!Success)/i);
  });
});

/** The directory of a path. */
const parentOf = (path: string) => path.replace(/[^/]+\/?$/, '');

/** The root of a version lists its directories without slashes. */
const named = (directory: string, name: string) =>
  /^\/[^/]+\/$/.test(directory) ? name.replace(/\/$/, '') : name;

onBothDatabases('The source of a value', (open) => {
  let world: World;
  let machine: Machine;
  let entries: Map<string, Entry>;
  const mac = '52:54:00:0c:00:01';
  const ofInterface = `/latest/meta-data/network/interfaces/macs/${mac}`;
  beforeAll(async () => {
    world = await open({ config: { METADATA_DOMAIN: 'example.org' } });
    machine = await registerWhole(world, 'sourced', { network: '127.60', mac });
    entries = new Map((await treeOf(world, machine)).map((entry) => [entry.path, entry]));
  });

  const sourcesAt = (path: string) => entries.get(path)?.sources;
  const idOf = async (field: string) =>
    (
      await world.data(`query ($id: ID!) { instance(by: { id: $id }) { found: ${field} } }`, {
        id: machine.id,
      })
    ).instance.found as Anything;

  it('is a field of the machine, or the one that stands in for it', async () => {
    const { id } = machine;
    const field = (name: string) => [
      { origin: 'FIELD', type: 'Instance', id, name: machine.hostname, field: name },
    ];

    expect(sourcesAt('/latest/meta-data/hostname')).toEqual(field('hostname'));
    expect(sourcesAt('/latest/meta-data/local-hostname')).toEqual(field('hostname'));
    await world.data(updateInstance, { input: { id, localHostname: 'local' } });
    const local = (await treeOf(world, machine)).find(({ path }) => path.endsWith('-data/local-hostname'));
    expect(local).toMatchObject({ text: 'local', sources: field('localHostname') });
  });

  it('is a key, a document, a subnet, a network, a group or a role, with its id', async () => {
    const [key] = await idOf('keys { id name }');
    const [nic] = await idOf(
      'interfaces { id subnet { id name vpc { id name } } securityGroups { id name } }',
    );
    const document = await idOf('userData { id name }');
    const from = (type: string, { id, name }: Anything, field: string) => ({
      origin: 'FIELD',
      type,
      id,
      name,
      field,
    });

    expect(sourcesAt('/latest/meta-data/public-keys/0/openssh-key')).toEqual([
      from('SshKey', key, 'publicKey'),
    ]);
    expect(sourcesAt('/latest/user-data')).toEqual([from('UserData', document, 'content')]);
    expect(sourcesAt(`${ofInterface}/subnet-id`)).toEqual([from('Subnet', nic.subnet, 'id')]);
    expect(sourcesAt(`${ofInterface}/vpc-id`)).toEqual([from('Vpc', nic.subnet.vpc, 'id')]);
    expect(sourcesAt(`${ofInterface}/security-groups`)).toEqual(
      nic.securityGroups.map((group: Anything) => from('SecurityGroup', group, 'name')),
    );
    const ofNic = (field: string) => [from('NetworkInterface', { id: nic.id, name: mac }, field)];
    expect(sourcesAt(`${ofInterface}/device-number`)).toEqual(ofNic('deviceNumber'));
    expect(sourcesAt('/latest/meta-data/local-ipv4')).toEqual(ofNic('addresses'));
  });

  it('is the configuration, or the same for every machine', () => {
    expect(sourcesAt('/latest/meta-data/services/domain')).toMatchObject([
      { origin: 'CONFIGURATION', field: 'METADATA_DOMAIN' },
    ]);
    expect(sourcesAt('/latest/meta-data/metrics/vhostmd')).toMatchObject([{ origin: 'FIXED', field: null }]);
  });

  it('is each of the fields that a document has', () => {
    const fields = (path: string) => sourcesAt(path)!.map(({ field }) => field);

    expect(fields('/latest/dynamic/instance-identity/document')).toEqual(
      expect.arrayContaining(['accountId', 'imageId', 'instanceId', 'region', 'addresses']),
    );
    expect(fields('/latest/meta-data/tags/instance/Name')).toEqual(['tags']);
    expect(fields('/latest/meta-data/events/maintenance/history')).toEqual(['events']);
  });

  it('is custom metadata, also where that stands in front of a fact', async () => {
    const customMetadata = [{ path: 'meta-data/ami-id', value: 'mine' }];
    await world.data(updateInstance, { input: { id: machine.id, customMetadata } });

    const changed = (await treeOf(world, machine)).find(({ path }) => path === '/latest/meta-data/ami-id');
    const other = (await treeOf(world, machine, { dataSource: 'NOCLOUD' }))
      .map(({ sources }) => sources)
      .flat();

    expect(changed).toMatchObject({
      text: 'mine',
      sources: [{ origin: 'CUSTOM_METADATA', id: machine.id, field: 'meta-data/ami-id' }],
    });
    expect(other.map(({ origin }) => origin)).not.toContain('CUSTOM_METADATA');
  });
});

onBothDatabases('A tree', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open({ config: { USER_DATA_LIMIT: '2000000' } });
  });

  it('hides contents from those who may not read them, and says so', async () => {
    const customMetadata = [
      { path: 'meta-data/rack', value: 'hunter2' },
      { path: 'meta-data/shelf/user-data', value: 'hunter2' },
    ];
    const machine = await world.instance({ userDataText: '#!hunter2', customMetadata });

    for (const dataSource of ['EC2', 'OPENSTACK', 'NOCLOUD'] as const) {
      const entries = await treeOf(world, machine, { dataSource, as: 'auditor' });
      const hidden = entries.filter(({ isHidden }) => isHidden);

      expect(JSON.stringify(entries)).not.toContain('hunter2');
      expect(hidden.map(({ name }) => name).toSorted()).toEqual(
        { EC2: ['rack', 'user-data', 'user-data'], OPENSTACK: ['user_data'], NOCLOUD: ['user-data'] }[
          dataSource
        ],
      );
      for (const { size, text } of hidden) expect([size, text]).toEqual([null, null]);
      const others = entries.filter((one) => one.kind === 'VALUE' && !one.isHidden);
      expect(others.length).toBeGreaterThan(0);
      expect(others.filter(({ text }) => text === null)).toEqual([]);
    }
    expect(JSON.stringify(await treeOf(world, machine))).toContain('hunter2');
  });

  it('has the status that the machine gets, with a token, without one, and as its client asks', async () => {
    const machine = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });
    const statusesFor = async (asked: Asked) =>
      [...new Set((await treeOf(world, machine, asked)).map(({ status }) => status))].join();

    expect(await statusesFor({ how: 'V1' })).toBe('401');
    expect(await statusesFor({ how: 'V2' })).toBe('200');
    expect(await statusesFor({ how: 'ITS_CLIENT' })).toBe('200');
    await machine.guest.put('/latest/api/token', withTtl(60));
    await machine.guest.get('/openstack/latest/meta_data.json');
    expect(await statusesFor({ how: 'ITS_CLIENT' })).toBe('200');
    expect(await statusesFor({ how: 'ITS_CLIENT', dataSource: 'NOCLOUD' })).toBe('401');
    expect((await machine.guest.get('/latest/meta-data/')).status).toBe(401);
    expect(await statusesFor({ how: 'ITS_CLIENT' })).toBe('401');
    const metadataOptions = { httpEndpoint: 'DISABLED' };
    await world.data(updateInstance, { input: { id: machine.id, metadataOptions } });
    expect(await statusesFor({ how: 'V2' })).toBe('403');
  });

  it('has 64 KiB of a value, and no half of a character', async () => {
    const machine = await world.instance({ userDataText: `#${'ä'.repeat(50_000)}` });

    const [value] = (await treeOf(world, machine)).filter(({ name }) => name === 'user-data');

    expect(value).toMatchObject({ size: 100_001, text: `#${'ä'.repeat(32_767)}` });
  });

  it('has null for bytes that are no text', async () => {
    await world.data(createUserData, { input: { name: 'binary', content: 'AAH/' } });
    const machine = await world.instance({ userData: 'binary' });

    const [value] = (await treeOf(world, machine)).filter(({ name }) => name === 'user-data');

    expect(value).toMatchObject({ size: 3, text: null, isHidden: false });
  });
});
