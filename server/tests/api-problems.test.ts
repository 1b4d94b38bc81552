/** All problems of an input are reported at once, each at its field, with a hint on what to do. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildApiSchema } from '../api/schema.ts';
import { exampleKeys } from './support/example-keys.ts';
import { argumentPositions } from './support/argument-positions.ts';
import {
  createInstance,
  createSshKey,
  createUser,
  createUserData,
  instanceByHostname,
  updateInstance,
  upsertInstances,
} from './support/operations.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

onBothDatabases('a wrong input', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('is refused with every problem at its field', async () => {
    const other = await world.instance({ mac: '52:54:00:00:00:0a' });

    const answer = await world.graphql(createInstance, {
      input: {
        hostname: 'not a hostname',
        instanceId: 'i-123',
        addresses: ['10.0.0.300', other.address, '10.0.0.5'],
        mac: '52-54-00-00-00-0A',
        callerAddresses: ['nowhere'],
        keys: ['nobody', 'key-00000000000000000'],
        userData: 'nothing',
        tags: [{ key: 'a b' }, { key: 'fine' }, { key: '..', value: 'x'.repeat(257) }],
        launchIndex: -1,
        accountId: '12',
        metadataOptions: { httpPutResponseHopLimit: 65, instanceMetadataTags: 'ENABLED' },
        blockDevices: [{ virtualName: 'ebs0', deviceName: 'sdf' }],
      },
    });

    expect(answer.data).toBeNull();
    expect(answer.codes).toEqual(['BAD_USER_INPUT']);
    expect(answer.problems).toEqual(
      [
        'input.hostname: BAD_USER_INPUT',
        'input.instanceId: BAD_USER_INPUT',
        'input.addresses.0: BAD_USER_INPUT',
        'input.addresses.1: ALREADY_EXISTS',
        'input.mac: ALREADY_EXISTS',
        'input.callerAddresses.0: BAD_USER_INPUT',
        'input.keys.0: NOT_FOUND',
        'input.keys.1: NOT_FOUND',
        'input.userData: NOT_FOUND',
        'input.tags.0.key: BAD_USER_INPUT',
        'input.tags.2.key: BAD_USER_INPUT',
        'input.tags.2.value: BAD_USER_INPUT',
        'input.launchIndex: BAD_USER_INPUT',
        'input.accountId: BAD_USER_INPUT',
        'input.metadataOptions.httpPutResponseHopLimit: BAD_USER_INPUT',
        'input.blockDevices.0.virtualName: BAD_USER_INPUT',
      ].sort(),
    );
  });

  it('says who has what is wanted, and what to write instead', async () => {
    const other = await world.instance();

    const { errors } = await world.graphql(createInstance, {
      input: { hostname: 'second', addresses: [other.address, '300.1.1.1'], mac: 'zz' },
    });

    const said = errors[0]!.extensions.fieldErrors!.map(({ message, hint }) => ({ message, hint }));
    expect(said).toEqual(
      expect.arrayContaining([
        {
          message: `${other.address} already belongs to ${other.hostname} (${other.instanceId}).`,
          hint: 'Give another one, or take it from there first.',
        },
        { message: '"300.1.1.1" is not an IP address.', hint: expect.stringContaining('192.168.122.50') },
        { message: '"zz" is not a MAC address.', hint: expect.stringContaining('52:54:00:aa:bb:01') },
      ]),
    );
  });

  it('is the mistake of the client where it is not even of the right shape, and is not repeated', async () => {
    for (const input of [{}, { hostname: 5 }, { hostname: 'a', nonsense: 'a secret' }, 'a secret', null]) {
      const { codes, errors } = await world.graphql(createInstance, { input });

      expect([...new Set(codes)]).toEqual(['BAD_USER_INPUT']);
      expect(JSON.stringify(errors)).not.toContain('secret');
    }
    const { codes } = await world.graphql('query ($first: Int) { instances(first: $first) { totalCount } }', {
      first: 'many',
    });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('changes nothing, not even what was right about it', async () => {
    const { id, hostname } = await world.instance({ tags: [{ key: 'a', value: '1' }] });
    const before = await world.data(instanceByHostname, { hostname });

    const answer = await world.graphql(updateInstance, {
      input: { id, tags: [{ key: 'a', value: '2' }], addresses: ['10.1.1.1'], keys: ['nobody'] },
    });

    expect(answer.problems).toEqual(['input.keys.0: NOT_FOUND']);
    expect(await world.data(instanceByHostname, { hostname })).toEqual(before);
  });

  it.each([
    ['an address of another', (address: string) => ({ addresses: [address] }), 'input.addresses.0'],
    ['a caller of another', (address: string) => ({ callerAddresses: [address] }), 'input.callerAddresses.0'],
    [
      'an address of another on a second interface',
      (address: string) => ({
        interfaces: [{ addresses: ['10.9.0.1'] }, { addresses: ['10.9.0.2', address] }],
      }),
      'input.interfaces.1.addresses.1',
    ],
  ])('is to claim %s', async (_, claim, field) => {
    const other = await world.instance();

    const { problems } = await world.graphql(createInstance, {
      input: { hostname: 'claims', ...claim(other.address) },
    });

    expect(problems).toEqual([`${field}: ALREADY_EXISTS`]);
  });

  it('is to claim a name, an id or a key of another', async () => {
    const other = await world.instance({ externalId: 'libvirt:1' });
    const input = { hostname: other.hostname, instanceId: other.instanceId, externalId: 'libvirt:1' };

    const { problems, codes } = await world.graphql(createInstance, { input });

    expect(codes).toEqual(['ALREADY_EXISTS']);
    expect(problems).toEqual([
      'input.externalId: ALREADY_EXISTS',
      'input.hostname: ALREADY_EXISTS',
      'input.instanceId: ALREADY_EXISTS',
    ]);
  });

  it('is to name the same twice', async () => {
    const { problems } = await world.graphql(createInstance, {
      input: {
        hostname: 'twice',
        interfaces: [
          { mac: '52:54:00:00:01:01', addresses: ['10.8.0.1'] },
          { mac: '52:54:00:00:01:01', addresses: ['10.8.0.1'] },
          { deviceNumber: 1, addresses: [] },
        ],
        tags: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
    });

    expect(problems).toEqual(
      expect.arrayContaining([
        'input.interfaces.1.addresses.0: ALREADY_EXISTS',
        'input.interfaces.1.mac: ALREADY_EXISTS',
        'input.interfaces.2.deviceNumber: BAD_USER_INPUT',
        'input.tags.1.key: BAD_USER_INPUT',
      ]),
    );
  });

  it.each([
    '010.0.0.1',
    '10.0.0',
    '10.0.0.1/24',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '169.254.169.254',
    '::',
    'ff02::1',
    'fd00:ec2::254',
    'fd00::1%eth0',
    'fe80::1',
    'fe80::1%',
    '',
  ])('is the address "%s"', async (address) => {
    const { problems } = await world.graphql(createInstance, {
      input: { hostname: 'wrong', addresses: [address] },
    });

    expect(problems).toEqual(['input.addresses.0: BAD_USER_INPUT']);
  });

  it.each([
    '',
    '-a',
    'a-',
    'a_b',
    'a..b',
    '.a',
    'a.',
    'a b',
    'ä',
    'a/b',
    'a\nb',
    'x'.repeat(64),
    `${'x'.repeat(60)}.`.repeat(4) + 'y'.repeat(20),
  ])('is the hostname "%s"', async (hostname) => {
    const { problems } = await world.graphql(createInstance, { input: { hostname } });

    expect(problems).toEqual(['input.hostname: BAD_USER_INPUT']);
  });

  it('is a key that is none, or a name that a listing cannot show', async () => {
    const { line } = exampleKeys[0]!;

    for (const publicKey of ['', 'hello', 'ssh-ed25519 AAAA', `${line}\n${exampleKeys[1]!.line}`])
      expect((await world.graphql(createSshKey, { input: { name: 'k', publicKey } })).problems).toEqual([
        'input.publicKey: BAD_USER_INPUT',
      ]);
    for (const name of ['', ' a', 'a ', 'a=b', 'a/b', 'a\nb', 'a\u2028b', 'a\u0000b', 'x'.repeat(256)])
      expect((await world.graphql(createSshKey, { input: { name, publicKey: line } })).problems).toEqual([
        'input.name: BAD_USER_INPUT',
      ]);
  });

  it('is a document without a content, or with two', async () => {
    const refused = async (input: object) => (await world.graphql(createUserData, { input })).problems;

    expect(await refused({ name: 'd' })).toEqual(['input.text: BAD_USER_INPUT']);
    expect(await refused({ name: 'd', text: 'a', content: 'YQ==' })).toEqual([
      'input.content: BAD_USER_INPUT',
    ]);
    expect(await refused({ name: 'd', content: 'not base64!' })).toContain('input.content: BAD_USER_INPUT');
  });

  it('is a user with a short password or a wrong name', async () => {
    const input = { username: ' x', password: 'short' };

    const { problems } = await world.graphql(createUser, { input }, { as: 'superuser' });

    expect(problems).toEqual(['input.password: BAD_USER_INPUT', 'input.username: BAD_USER_INPUT']);
  });

  it('is one of many, and its problems stand at its place', async () => {
    const other = await world.instance();

    const { problems } = await world.graphql(upsertInstances, {
      input: {
        instances: [
          { hostname: 'good-1' },
          { hostname: 'bad host', addresses: [other.address] },
          { hostname: 'good-2', keys: ['nobody'] },
        ],
      },
    });

    expect(problems).toEqual([
      'input.instances.1.addresses.0: ALREADY_EXISTS',
      'input.instances.1.hostname: BAD_USER_INPUT',
      'input.instances.2.keys.0: NOT_FOUND',
    ]);
  });
});

describe('a time that nobody can read', () => {
  const times = argumentPositions(buildApiSchema(), { atScalar: () => 'tomorrow' }).filter(
    ({ type }) => type === 'DateTime',
  );

  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  it('is looked for also within inputs of inputs', () => {
    expect(times.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'createIamRole.input.credentials.expiration',
        'upsertIamRoles.input.iamRoles.0.credentials.lastUpdated',
        'interruptSpotInstance.input.noticeTime',
        'scheduleMaintenance.input.notAfter',
        'createApiToken.input.expiresAt',
        'auditEntries.filter.since',
      ]),
    );
  });

  it.each(times)('is refused at its field: $name', async ({ path, query, variables }) => {
    const { errors } = await world.graphql(query, variables, { as: 'superuser' });

    const problems = errors.flatMap(({ extensions }) => extensions.fieldErrors ?? []);
    expect(problems.filter((one) => one.path.join() === path.join())).toEqual([
      {
        path,
        code: 'BAD_USER_INPUT',
        message: 'This is not a time.',
        hint: 'Write it as 2026-01-31T12:00:00Z.',
      },
    ]);
  });

  it('is refused by a query with all others', async () => {
    const query =
      '{ auditEntries(filter: { since: "tomorrow", until: "2026-02-30T00:00:00Z" }) { totalCount } }';

    expect((await world.graphql(query)).problems).toEqual([
      'filter.since: BAD_USER_INPUT',
      'filter.until: BAD_USER_INPUT',
    ]);
  });
});

onBothDatabases('an input that is only written unusually', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('is taken, and answered in the usual spelling', async () => {
    const { createInstance: created } = await world.data(createInstance, {
      input: {
        hostname: 'Web-1.Example.org',
        addresses: ['::ffff:10.4.0.1', 'FD00:0:0:0:0:0:0:0A'],
        mac: '5254.00AA.BB01',
      },
    });

    expect(created.instance).toMatchObject({
      hostname: 'Web-1.Example.org',
      addresses: ['10.4.0.1', 'fd00::a'],
      mac: '52:54:00:aa:bb:01',
    });
  });

  it('is found by every spelling', async () => {
    const look = async (by: string) =>
      (await world.data(`{ instance(by: { ${by} }) { hostname } }`)).instance;
    await world.data(createInstance, {
      input: {
        hostname: 'found',
        addresses: ['10.4.0.2', 'fd00::b'],
        mac: '52:54:00:aa:bb:02',
        externalId: 'x:1',
      },
    });

    for (const by of [
      'address: "::ffff:10.4.0.2"',
      'address: "FD00::000B"',
      'mac: "5254.00aa.bb02"',
      'mac: "52-54-00-AA-BB-02"',
      'externalId: "x:1"',
      'hostname: "found"',
    ])
      expect([by, await look(by)]).toEqual([by, { hostname: 'found' }]);
    expect(await look('address: "10.4.0.99"')).toBeNull();
  });
});
