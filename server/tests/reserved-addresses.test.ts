/** Values of networks and machines that conflict with one another are refused, each at its field. */
import { beforeAll, expect, it } from '@jest/globals';
import {
  createInstance,
  createSubnet,
  createVpc,
  deleteInstance,
  updateInstance,
  updateSubnet,
  upsertInstance,
  upsertInstances,
  upsertSubnets,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const block = {
  vpc: 'prod',
  ipv4CidrBlock: '10.1.0.0/24',
  ipv6CidrBlocks: ['fd00:1::/64'],
  ipv4Gateway: '10.1.0.1',
  ipv6Gateway: 'fe80::1',
  dnsServers: ['10.1.0.2', 'fd00:1::53', '10.9.0.2'],
};

onBothDatabases('an address that a subnet keeps for itself', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'prod' } });
    await world.data(createSubnet, { input: { name: 'prod-a', ...block } });
    await world.data(createSubnet, { input: { name: 'pair', vpc: 'prod', ipv4CidrBlock: '10.2.0.0/31' } });
  });

  const refused: [string, string][] = [
    ['10.1.0.0', 'the network address'],
    ['10.1.0.255', 'the broadcast address'],
    ['10.1.0.1', 'the gateway'],
    ['10.1.0.2', 'a name server'],
    ['fd00:1::', 'the subnet-router anycast address'],
    ['fd00:1::53', 'a name server'],
  ];

  it.each(refused)("is no machine's: %s is %s", async (address, is) => {
    const message = `${address} is ${is} of the subnet prod-a.`;
    const first = await world.graphql(createInstance, { input: { hostname: 'no', addresses: [address] } });
    const second = await world.graphql(createInstance, {
      input: { hostname: 'no', interfaces: [{ addresses: ['10.1.0.9', address], subnet: 'prod-a' }] },
    });

    expect(first.problems).toEqual(['input.addresses.0: BAD_USER_INPUT']);
    expect(first.errors[0]!.message).toBe(message);
    expect(second.problems).toEqual(['input.interfaces.0.addresses.1: BAD_USER_INPUT']);
    expect(second.errors[0]!.message).toBe(message);
  });

  it('is refused however it is said: as an update, an upsert, one of many, and in a dry run', async () => {
    const { id, hostname } = await world.instance({ addresses: ['10.1.0.20'] });
    const input = { hostname, addresses: ['10.1.0.1'] };

    const updated = await world.graphql(updateInstance, { input: { id, addresses: ['10.1.0.1'] } });
    const dry = await world.graphql(updateInstance, {
      input: { id, addresses: ['10.1.0.1'], dryRun: true },
    });
    const upserted = await world.graphql(upsertInstance, { input });
    const many = await world.data(upsertInstances, {
      input: { instances: [input, { hostname: 'fine', addresses: ['10.1.0.21'] }], atomic: false },
    });

    for (const { problems } of [updated, dry, upserted])
      expect(problems).toEqual(['input.addresses.0: BAD_USER_INPUT']);
    expect(many.upsertInstances.summary).toMatchObject({ created: 1, failed: 1 });
  });

  it('is in no prefix that is routed to a machine, and no public address', async () => {
    const prefix = await world.graphql(createInstance, {
      input: {
        hostname: 'no',
        interfaces: [{ addresses: ['10.1.0.9'], ipv4Prefixes: ['10.1.0.16/28', '10.1.0.0/28'] }],
      },
    });
    const published = await world.graphql(createInstance, {
      input: { hostname: 'no', addresses: ['10.1.0.9'], publicAddress: '10.1.0.1' },
    });

    expect(prefix.problems).toEqual(['input.interfaces.0.ipv4Prefixes.1: BAD_USER_INPUT']);
    expect(prefix.errors[0]!.message).toMatch(
      /^10\.1\.0\.\d in 10\.1\.0\.0\/28 is .+ of the subnet prod-a\.$/,
    );
    expect(published.problems).toEqual(['input.publicAddress: BAD_USER_INPUT']);
  });

  it('may be a caller address, and what a machine without a subnet has', async () => {
    const behind = await world.instance({ addresses: ['10.1.0.30'], callerAddresses: ['10.1.0.1'] });
    await world.data(updateInstance, { input: { id: behind.id, callerAddresses: [] } });
    const router = await world.instance({ addresses: ['10.1.0.1'], subnet: null });

    const { problems } = await world.graphql(updateInstance, {
      input: { id: router.id, subnet: 'prod-a' },
    });

    expect(problems).toEqual(['input.subnet: BAD_USER_INPUT']);
  });

  it('is none in a block of two addresses', async () => {
    for (const address of ['10.2.0.0', '10.2.0.1']) await world.instance({ addresses: [address] });

    const { subnet } = await world.data('{ subnet(by: { name: "pair" }) { instances { totalCount } } }');

    expect(subnet.instances.totalCount).toBe(2);
  });

  it.each<[string, object, string[]]>([
    ['network address as gateway', { ipv4Gateway: '10.3.0.0' }, ['input.ipv4Gateway: BAD_USER_INPUT']],
    ['broadcast address as gateway', { ipv4Gateway: '10.3.0.255' }, ['input.ipv4Gateway: BAD_USER_INPUT']],
    [
      'network address as name server',
      { dnsServers: ['10.3.0.2', '10.3.0.0'] },
      ['input.dnsServers.1: BAD_USER_INPUT'],
    ],
  ])("is nobody's where a subnet has its %s", async (_, facts, expected) => {
    const input = { name: 'wrong', vpc: 'prod', ipv4CidrBlock: '10.3.0.0/24', ...facts };

    const { problems, errors } = await world.graphql(createSubnet, { input });

    expect(problems).toEqual(expected);
    expect(errors[0]!.message).toContain('of the subnet wrong (10.3.0.0/24)');
  });

  it("is nobody's when a block moves below a gateway that stays", async () => {
    await world.data(createSubnet, {
      input: { name: 'shrinks', vpc: 'prod', ipv4CidrBlock: '10.4.0.0/24', ipv4Gateway: '10.4.0.128' },
    });

    const { problems } = await world.graphql(updateSubnet, {
      input: { id: 'shrinks', ipv4CidrBlock: '10.4.0.128/25' },
    });

    expect(problems).toEqual(['input.ipv4CidrBlock: BAD_USER_INPUT']);
  });
});

onBothDatabases('a subnet that changes around machines', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'prod' } });
    await world.data(createSubnet, {
      input: { name: 'lived-in', vpc: 'prod', ipv4CidrBlock: '10.5.0.0/24', ipv6CidrBlocks: ['fd00:5::/64'] },
    });
    const instances = [10, 11, 12, 13, 14, 127].map((n) => ({
      hostname: `m-${n}`,
      addresses: [`10.5.0.${n}`, ...(n === 10 ? ['fe80::10%virbr0'] : [])],
    }));
    await world.data(upsertInstances, { input: { instances } });
  });

  it.each<[string, object, string, string]>([
    [
      'its gateway',
      { ipv4Gateway: '10.5.0.12' },
      'input.ipv4Gateway',
      'm-12 has 10.5.0.12, which would be the gateway of the subnet lived-in.',
    ],
    [
      'its link-local gateway',
      { ipv6Gateway: 'fe80::10' },
      'input.ipv6Gateway',
      'm-10 has fe80::10%virbr0, which would be the gateway of the subnet lived-in.',
    ],
    [
      'its name servers',
      { dnsServers: [10, 11, 12, 13, 14, 15].map((n) => `10.5.0.${n}`) },
      'input.dnsServers',
      'm-10 has 10.5.0.10, m-11 has 10.5.0.11, m-12 has 10.5.0.12 and 2 more, which would be a name server of the subnet lived-in.',
    ],
    [
      'its broadcast address',
      { ipv4CidrBlock: '10.5.0.0/25' },
      'input.ipv4CidrBlock',
      'm-127 has 10.5.0.127, which would be the broadcast address of the subnet lived-in.',
    ],
    [
      'outside of it',
      { ipv4CidrBlock: '10.5.0.64/26' },
      'input.ipv4CidrBlock',
      'm-10 has 10.5.0.10, m-11 has 10.5.0.11, m-12 has 10.5.0.12 and 2 more, which would be outside of the subnet lived-in.',
    ],
  ])('does not put them in the way: %s', async (_, ...[change, field, message]) => {
    const { problems, errors } = await world.graphql(updateSubnet, { input: { id: 'lived-in', ...change } });
    const dry = await world.graphql(updateSubnet, { input: { id: 'lived-in', ...change, dryRun: true } });

    expect(problems).toEqual([`${field}: DEPENDENCY_EXISTS`]);
    expect(errors[0]!.message).toBe(message);
    expect(dry.problems).toEqual(problems);
  });

  it('does not put in the way what is routed to them, or translated to them', async () => {
    await world.data(createSubnet, {
      input: {
        name: 'translated',
        vpc: 'prod',
        ipv4CidrBlock: '10.8.0.0/24',
        ipv6CidrBlocks: ['fd00:8::/64'],
      },
    });
    const interfaces = [
      {
        addresses: ['10.8.0.5', 'fd00:8::5'],
        associations: [{ privateAddress: '10.8.0.5', publicAddress: '10.8.0.30' }],
        ipv4Prefixes: ['10.8.0.16/28'],
        ipv6Prefixes: ['fd00:8::100/120'],
      },
    ];
    await world.instance({ hostname: 'behind', interfaces });
    const gatewayTo = async (change: object) => {
      const { problems, errors } = await world.graphql(updateSubnet, {
        input: { id: 'translated', ...change },
      });
      return [...problems, errors[0]?.message];
    };

    expect(await gatewayTo({ ipv4Gateway: '10.8.0.20' })).toEqual([
      'input.ipv4Gateway: DEPENDENCY_EXISTS',
      'behind has 10.8.0.16/28, which would be the gateway of the subnet translated.',
    ]);
    expect(await gatewayTo({ dnsServers: ['fd00:8::153'] })).toEqual([
      'input.dnsServers: DEPENDENCY_EXISTS',
      'behind has fd00:8::100/120, which would be a name server of the subnet translated.',
    ]);
    expect(await gatewayTo({ ipv4Gateway: '10.8.0.30' })).toEqual([
      'input.ipv4Gateway: DEPENDENCY_EXISTS',
      'behind has 10.8.0.30, which would be the gateway of the subnet translated.',
    ]);
    expect(await gatewayTo({ ipv4Gateway: '10.8.0.40' })).toEqual([undefined]);
  });

  it('takes addresses that nobody has', async () => {
    const { updateSubnet: changed } = await world.data(updateSubnet, {
      input: { id: 'lived-in', ipv4Gateway: '10.5.0.1', dnsServers: ['10.5.0.1', '10.5.0.2'] },
    });

    expect(changed.outcome).toBe('UPDATED');
  });

  it('keeps the prefixes that are routed to them', async () => {
    const input = { name: 'routed', vpc: 'prod', ipv4CidrBlock: '10.6.0.0/24' };
    await world.data(createSubnet, { input });
    const interfaces = [{ addresses: ['10.6.0.5'], ipv4Prefixes: ['10.6.0.128/28'] }];
    const { id } = await world.instance({ hostname: 'routed-to', interfaces });

    const smaller = await world.graphql(updateSubnet, {
      input: { id: 'routed', ipv4CidrBlock: '10.6.0.0/25' },
    });
    await world.data(createSubnet, { input: { name: 'beside', vpc: 'prod', ipv4CidrBlock: '10.7.0.0/24' } });
    const moved = await world.graphql(updateInstance, {
      input: { id, interfaces: [{ addresses: ['10.7.0.5'] }] },
    });

    expect(smaller.problems).toEqual(['input.ipv4CidrBlock: DEPENDENCY_EXISTS']);
    expect(smaller.errors[0]!.message).toBe(
      'routed-to has 10.6.0.128/28, which would be outside of the subnet routed.',
    );
    expect(moved.problems).toEqual(['input.interfaces.0.addresses.0: BAD_USER_INPUT']);
    expect(moved.errors[0]!.message).toBe('10.6.0.128/28 is not a part of the subnet beside (10.7.0.0/24).');
  });
});

onBothDatabases('machines that were registered before their subnet', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'prod' } });
  });

  const see = async (hostname: string) =>
    (
      await world.data(
        `query ($hostname: String) { instance(by: { hostname: $hostname }) { version interfaces { subnet { name } }
          history(first: 1) { nodes { actorName action changes { field before after } } } } }`,
        { hostname },
      )
    ).instance;
  const subnetsOf = async (hostname: string): Promise<(string | undefined)[]> =>
    (await see(hostname)).interfaces.map((one: { subnet: { name: string } | null }) => one.subnet?.name);
  const subnet = (name: string, ipv4CidrBlock: string, more = {}) => ({
    input: { name, vpc: 'prod', ipv4CidrBlock, ...more },
  });

  it('come into it, are told so at once, and their version and history say it', async () => {
    const mac = '52:54:00:60:00:01';
    const { guest } = await world.instance({
      hostname: 'early',
      interfaces: [
        { addresses: ['127.240.1.5', '192.0.2.9'], mac },
        { addresses: ['fd00:240::5'] },
        { addresses: ['127.241.1.5'] },
      ],
    });
    const readSubnetId = () => guest.get(`/latest/meta-data/network/interfaces/macs/${mac}/subnet-id`);
    expect((await readSubnetId()).status).toBe(404);

    const input = subnet('late', '127.240.1.0/24', { ipv6CidrBlocks: ['fd00:240::/64'] });
    await world.data(createSubnet, { input: { ...input.input, dryRun: true } });
    const before = await see('early');
    const { createSubnet: made } = await world.data(createSubnet, input);

    const { id } = made.subnet;
    expect(before).toMatchObject({
      version: 1,
      interfaces: [{ subnet: null }, { subnet: null }, { subnet: null }],
    });
    expect(made.outcome).toBe('CREATED');
    expect(await subnetsOf('early')).toEqual(['late', 'late', undefined]);
    expect((await readSubnetId()).text).toBe(id);
    expect(await see('early')).toMatchObject({
      version: 2,
      history: {
        nodes: [
          {
            actorName: 'operator',
            action: 'UPDATED',
            changes: [0, 1].map((n) => ({ field: `interfaces.${n}.subnet`, before: null, after: id })),
          },
        ],
      },
    });
  });

  it('come into it when its block grows around them, and not when they were taken out of it before', async () => {
    await world.data(createSubnet, subnet('grows', '10.30.0.0/25'));
    await world.instance({ hostname: 'beyond', addresses: ['10.30.0.200'] });
    const { id } = await world.instance({ hostname: 'taken-out', addresses: ['10.30.0.20'] });
    await world.data(updateInstance, { input: { id, subnet: null } });

    await world.data(updateSubnet, { input: { id: 'grows', dhcp: false } });
    expect(await subnetsOf('beyond')).toEqual([undefined]);
    const { version } = (await world.data('{ subnet(by: { name: "grows" }) { version } }')).subnet;
    const { updateSubnet: grown } = await world.data(updateSubnet, {
      input: { id: 'grows', ipv4CidrBlock: '10.30.0.0/24', ifVersion: version },
    });

    expect(grown.outcome).toBe('UPDATED');
    expect(await subnetsOf('beyond')).toEqual(['grows']);
    expect(await subnetsOf('taken-out')).toEqual([undefined]);
  });

  it('come into that of many with the smallest block, and into none where two have the same', async () => {
    await world.data(createVpc, { input: { name: 'twin' } });
    await world.instance({ hostname: 'inner', addresses: ['10.31.0.5'] });
    await world.instance({ hostname: 'between', addresses: ['10.32.0.5'] });

    await world.data(upsertSubnets, {
      input: {
        subnets: [
          { name: 'wide', vpc: 'prod', ipv4CidrBlock: '10.31.0.0/16' },
          { name: 'narrow', vpc: 'twin', ipv4CidrBlock: '10.31.0.0/24' },
          { name: 'same-1', vpc: 'prod', ipv4CidrBlock: '10.32.0.0/24' },
          { name: 'same-2', vpc: 'twin', ipv4CidrBlock: '10.32.0.0/24' },
        ],
      },
    });

    expect(await subnetsOf('inner')).toEqual(['narrow']);
    expect(await subnetsOf('between')).toEqual([undefined]);
  });

  it('keep it from being made around them where one would be in the way', async () => {
    for (const n of [1, 5]) await world.instance({ hostname: `way-${n}`, addresses: [`10.33.0.${n}`] });
    const around = subnet('around', '10.33.0.0/24', { ipv4Gateway: '10.33.0.1' });

    const { problems, errors } = await world.graphql(createSubnet, around);

    expect(problems).toEqual(['input.ipv4Gateway: DEPENDENCY_EXISTS']);
    expect(errors[0]!.message).toBe('way-1 has 10.33.0.1, which would be the gateway of the subnet around.');
    expect(await subnetsOf('way-5')).toEqual([undefined]);
  });

  it.each<[string, object, string]>([
    ['a prefix around its gateway', { ipv4Prefixes: ['10.35.0.0/31'] }, 'the gateway of the subnet'],
    ['a prefix that is elsewhere', { ipv4Prefixes: ['10.36.0.16/28'] }, 'outside of the subnet'],
    [
      'the public address of its name server',
      { associations: [{ privateAddress: '10.35.0.77', publicAddress: '10.35.0.2' }] },
      'a name server of the subnet',
    ],
  ])('keep it from being made around them by %s', async (what, has, wouldBe) => {
    const hostname = what.replaceAll(' ', '-');
    await world.data(createInstance, {
      input: { hostname, interfaces: [{ addresses: ['10.35.0.77'], ...has }] },
    });
    const around = subnet('prefixed', '10.35.0.0/24', {
      ipv4Gateway: '10.35.0.1',
      dnsServers: ['10.35.0.2'],
    });

    const { codes, errors } = await world.graphql(createSubnet, around);
    await world.data(deleteInstance, { input: { id: hostname } });

    expect(codes).not.toEqual([]);
    expect(errors[0]!.message).toContain(`which would be ${wouldBe} prefixed`);
  });

  it('come into it by hundreds', async () => {
    const instances = [...Array(500).keys()].map((n) => ({
      hostname: `many-${n}`,
      addresses: [`10.34.${n >> 7}.${1 + (n & 127)}`],
    }));
    await world.data(upsertInstances, { input: { instances } });

    const { createSubnet: made } = await world.data(
      'mutation ($input: CreateSubnetInput!) { createSubnet(input: $input) { warnings { code } subnet { instances { totalCount } } } }',
      subnet('many', '10.34.0.0/16'),
    );

    expect(made).toEqual({ warnings: [], subnet: { instances: { totalCount: 500 } } });
  });
});

onBothDatabases('what a machine is given twice, or what does not go together', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const problemsOf = async (facts: object) =>
    (await world.graphql(createInstance, { input: { hostname: 'twice', ...facts } })).problems;

  it('is refused of its block devices', async () => {
    const blockDevices = [
      { virtualName: 'root', deviceName: '/dev/xvda' },
      { virtualName: 'ebs1', deviceName: 'xvda' },
      { virtualName: 'root', deviceName: 'sdf' },
    ];

    expect(await problemsOf({ blockDevices })).toEqual([
      'input.blockDevices.1.deviceName: BAD_USER_INPUT',
      'input.blockDevices.2.virtualName: BAD_USER_INPUT',
    ]);
  });

  it('is refused of a public address of the other family', async () => {
    const short = { addresses: ['10.40.0.5'], publicAddress: '2001:db8::9' };
    const associations = [
      { privateAddress: '10.40.0.5', publicAddress: '203.0.113.5' },
      { privateAddress: 'fd00:40::5', publicAddress: '203.0.113.6' },
    ];
    const long = { interfaces: [{ addresses: ['10.40.0.5', 'fd00:40::5'], associations }] };

    expect(await problemsOf(short)).toEqual(['input.publicAddress: BAD_USER_INPUT']);
    expect(await problemsOf(long)).toEqual([
      'input.interfaces.0.associations.1.publicAddress: BAD_USER_INPUT',
    ]);
  });
});
