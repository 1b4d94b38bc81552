/** The interfaces of a machine: its subnet, its groups, and what is routed to it. */
import { beforeAll, expect, it } from '@jest/globals';
import {
  createInstance,
  createSecurityGroup,
  createSubnet,
  createVpc,
  deleteInstance,
  deleteSecurityGroup,
  deleteVpc,
  updateInstance,
  updateSecurityGroup,
  updateSubnet,
  updateVpc,
  upsertInstance,
  upsertInstances,
  upsertSecurityGroups,
  upsertSubnets,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const restoreInstance = `mutation ($input: RestoreInstanceInput!) {
  restoreInstance(input: $input) { missing { field message } } }`;

const network = `interfaces { id mac deviceNumber networkCard addresses publicAddresses ipv4Prefixes ipv6Prefixes
  subnet { name vpc { name } } securityGroups { name } } securityGroups { name }`;

const lookAt = (world: World) => async (hostname: string) =>
  (
    await world.data(
      `query ($hostname: String) { instance(by: { hostname: $hostname }) { ${network} history(first: 1) {
        nodes { action changes { field before after } } } } }`,
      { hostname },
    )
  ).instance;

const namesOf = (named: { name: string }[]) => named.map(({ name }) => name);

onBothDatabases('the groups of a machine', (open) => {
  let world: World;
  let see: ReturnType<typeof lookAt>;
  beforeAll(async () => {
    world = await open();
    see = lookAt(world);
    await world.data(upsertSecurityGroups, {
      input: { securityGroups: [{ name: 'web' }, { name: 'db' }, { name: 'ops' }] },
    });
  });

  const groupsOf = async (hostname: string) => namesOf((await see(hostname)).securityGroups);

  it('are the default group where none is given', async () => {
    const { hostname } = await world.instance();
    const { hostname: bare } = await world.instance({ addresses: null });
    const { hostname: several } = await world.instance({
      interfaces: [{ addresses: [] }, { addresses: [], securityGroups: ['db'] }],
    });

    expect(await groupsOf(hostname)).toEqual(['default']);
    expect(await groupsOf(bare)).toEqual(['default']);
    expect(await see(several)).toMatchObject({
      interfaces: [{ securityGroups: [{ name: 'default' }] }, { securityGroups: [{ name: 'db' }] }],
    });
  });

  it('are those that are given, in their order, and told so', async () => {
    const { guest, hostname, id } = await world.instance({ securityGroups: ['web', 'default', 'db'] });
    const servedGroups = async () => (await guest.get('/latest/meta-data/security-groups')).text;
    expect(await servedGroups()).toBe('web\ndefault\ndb');

    await world.data(updateInstance, { input: { id, securityGroups: ['db', 'web'] } });
    expect(await servedGroups()).toBe('db\nweb');

    await world.data(updateInstance, { input: { id, imageId: 'ami-2' } });
    expect(await servedGroups()).toBe('db\nweb');

    await world.data(updateInstance, { input: { id, securityGroups: [] } });
    expect((await guest.get('/latest/meta-data/security-groups')).status).toBe(404);

    await world.data(updateInstance, { input: { id, securityGroups: null } });
    expect(await servedGroups()).toBe('default');
    expect(await groupsOf(hostname)).toEqual(['default']);
  });

  it('are told by their new names at once', async () => {
    await world.data(createSecurityGroup, { input: { name: 'old name' } });
    const { guest } = await world.instance({ securityGroups: ['old name'] });

    await world.data(updateSecurityGroup, { input: { id: 'old name', name: 'new name' } });

    expect((await guest.get('/latest/meta-data/security-groups')).text).toBe('new name');
  });

  it('have to exist, but for the default group', async () => {
    const { problems, errors } = await world.graphql(createInstance, {
      input: { hostname: 'wrong', securityGroups: ['default', 'wbe'] },
    });
    const inside = await world.graphql(createInstance, {
      input: { hostname: 'wrong', interfaces: [{ addresses: [], securityGroups: ['web', 'wbe', ''] }] },
    });

    expect(problems).toEqual(['input.securityGroups.1: NOT_FOUND']);
    expect(errors[0]!.message).toBe('The security group "wbe" does not exist.');
    expect(inside.problems).toEqual([
      'input.interfaces.0.securityGroups.1: NOT_FOUND',
      'input.interfaces.0.securityGroups.2: BAD_USER_INPUT',
    ]);
  });

  it('stay when the interfaces change, and go with an interface', async () => {
    const interfaces = [
      { addresses: ['10.1.0.1'], securityGroups: ['web'] },
      { addresses: ['10.1.0.2'], securityGroups: ['db'] },
    ];
    const { id, hostname } = await world.instance({ interfaces });

    await world.data(updateInstance, {
      input: { id, interfaces: [{ addresses: ['10.1.0.3'] }, { addresses: ['10.1.0.2'] }] },
    });
    const after = await see(hostname);
    await world.data(updateInstance, { input: { id, interfaces: null } });
    const last = await see(hostname);

    expect(after.interfaces).toMatchObject([
      { addresses: ['10.1.0.3'], securityGroups: [{ name: 'web' }] },
      { addresses: ['10.1.0.2'], securityGroups: [{ name: 'db' }] },
    ]);
    expect(last.interfaces).toMatchObject([
      { id: after.interfaces[0].id, addresses: [], securityGroups: [{ name: 'web' }] },
    ]);
    expect(last.history.nodes[0].changes).toContainEqual(
      expect.objectContaining({ field: 'interfaces.1.securityGroups.db', after: null }),
    );
  });

  it('may be given beside the interfaces, but not twice', async () => {
    const { hostname } = await world.instance({
      securityGroups: ['ops'],
      interfaces: [
        { deviceNumber: 1, addresses: [] },
        { deviceNumber: 0, addresses: [] },
      ],
    });
    const { problems } = await world.graphql(createInstance, {
      input: {
        hostname: 'twice',
        securityGroups: ['ops'],
        interfaces: [{ addresses: [], securityGroups: ['web'] }],
      },
    });

    expect((await see(hostname)).interfaces).toMatchObject([
      { deviceNumber: 0, securityGroups: [{ name: 'ops' }] },
      { deviceNumber: 1, securityGroups: [{ name: 'default' }] },
    ]);
    expect(problems).toEqual(['input.securityGroups: BAD_USER_INPUT']);
  });

  it('leave the order of addresses alone, in whatever order the interfaces were given', async () => {
    const { id } = await world.instance({
      mac: undefined,
      interfaces: [
        { deviceNumber: 1, addresses: ['127.233.1.7', '127.233.1.5'] },
        { deviceNumber: 0, addresses: ['127.233.0.7', '127.233.0.5'], mac: '52:54:00:33:00:07' },
      ],
    });

    for (const same of [
      { mac: '52:54:00:33:00:07' },
      { callerAddresses: [] },
      { securityGroups: ['default'] },
    ])
      expect((await world.data(updateInstance, { input: { id, ...same } })).updateInstance.outcome).toBe(
        'UNCHANGED',
      );
  });

  it('are one change of the machine', async () => {
    const { id, hostname } = await world.instance({ securityGroups: ['web', 'db'] });

    const { updateInstance: done } = await world.data(updateInstance, {
      input: { id, securityGroups: ['ops', 'web'] },
    });

    expect(done).toMatchObject({ outcome: 'UPDATED', instance: { version: 2 } });
    const { changes } = (await see(hostname)).history.nodes[0];
    expect(changes.map(({ field }: { field: string }) => field).sort()).toEqual([
      'interfaces.0.securityGroups.db',
      'interfaces.0.securityGroups.ops',
      'interfaces.0.securityGroups.web.position',
    ]);
  });
});

onBothDatabases('the default group', (open) => {
  it('is made once, when it is needed first', async () => {
    const world = await open();
    const groups = async () =>
      (await world.data('{ securityGroups { nodes { name history { nodes { action } } } } }')).securityGroups
        .nodes;
    await world.graphql(createInstance, { input: { hostname: 'dry', dryRun: true } });
    await world.graphql(createInstance, { input: { hostname: 'wrong', keys: ['nobody'] } });
    expect(await groups()).toEqual([]);

    const answers = await Promise.all(
      [0, 1, 2, 3, 4].map((n) =>
        world.graphql(upsertInstances, {
          input: { instances: [{ hostname: `first-${n}` }, { hostname: `second-${n}` }] },
        }),
      ),
    );

    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
    expect(await groups()).toEqual([{ name: 'default', history: { nodes: [{ action: 'CREATED' }] } }]);
  });
});

onBothDatabases('the subnet of an interface', (open) => {
  let world: World;
  let see: ReturnType<typeof lookAt>;
  beforeAll(async () => {
    world = await open();
    see = lookAt(world);
    for (const name of ['prod', 'one', 'other']) await world.data(createVpc, { input: { name } });
    const subnets = [
      { name: 'wide', vpc: 'one', ipv4CidrBlock: '10.0.0.0/8' },
      { name: 'prod-a', vpc: 'prod', ipv4CidrBlock: '10.1.0.0/24', ipv6CidrBlocks: ['fd00:1::/64'] },
      { name: 'prod-b', vpc: 'prod', ipv4CidrBlock: '10.1.1.0/24' },
      { name: 'twin-1', vpc: 'one', ipv4CidrBlock: '192.168.0.0/24' },
      { name: 'twin-2', vpc: 'other', ipv4CidrBlock: '192.168.0.0/24' },
      { name: 'six', vpc: 'other', ipv6CidrBlocks: ['fd00:6::/64'] },
    ];
    await world.data(upsertSubnets, { input: { subnets } });
  });

  const subnetsOf = async (hostname: string) =>
    (await see(hostname)).interfaces.map((one: { subnet: { name: string } | null }) => one.subnet?.name);

  it.each<[string, string[], string | undefined]>([
    ['the smallest block around its address', ['10.1.0.5'], 'prod-a'],
    ['a larger one where no smaller one is there', ['10.9.0.5'], 'wide'],
    ['that of its first address', ['10.1.1.5', '10.1.0.6'], 'prod-b'],
    ['that of its first IPv4 address before the IPv6 ones', ['fd00:6::7', '10.1.1.7'], 'prod-b'],
    ['that of its IPv6 address', ['fd00:6::5'], 'six'],
    ['that of both', ['fd00:1::8', '10.1.0.8'], 'prod-a'],
    ['none where two networks have the same block', ['192.168.0.5'], undefined],
    ['that of its IPv6 address where two have the block of the other', ['192.168.0.6', 'fd00:6::6'], 'six'],
    ['none where the addresses contradict each other', ['10.1.0.9', 'fd00:9::9'], undefined],
    ['none where no block is around its address', ['172.16.0.5'], undefined],
    ['none without an address', [], undefined],
  ])('is %s', async (_, addresses, expected) => {
    const { hostname } = await world.instance({ addresses });

    expect(await subnetsOf(hostname)).toEqual([expected]);
  });

  it('may be named, and is restored, where only its first address lies in it', async () => {
    const addresses = ['10.1.1.51', '10.1.0.51'];
    const { id, hostname } = await world.instance({ addresses });

    const { updateInstance: again } = await world.data(updateInstance, {
      input: { id, addresses, subnet: 'prod-b' },
    });
    await world.data(deleteInstance, { input: { id } });
    const { restoreInstance: restored } = await world.data(restoreInstance, { input: { archived: id } });

    expect(again.outcome).toBe('UNCHANGED');
    expect(restored.missing).toEqual([]);
    expect(await subnetsOf(hostname)).toEqual(['prod-b']);
  });

  it('is the one that is given, for each interface', async () => {
    const { hostname } = await world.instance({
      subnet: 'twin-2',
      interfaces: [
        { addresses: ['192.168.0.20'] },
        { addresses: ['192.168.0.21'], subnet: 'twin-1' },
        { addresses: ['10.1.0.22'], subnet: null },
        { addresses: ['10.1.0.23'] },
      ],
    });

    expect(await subnetsOf(hostname)).toEqual(['twin-2', 'twin-1', undefined, 'prod-a']);
  });

  it('stays while it can, and follows the address', async () => {
    const { id, hostname } = await world.instance({ addresses: ['192.168.0.30'], subnet: 'twin-1' });
    const after = async (input: object) => {
      const { updateInstance: done } = await world.data(updateInstance, { input: { id, ...input } });
      return [done.outcome, ...(await subnetsOf(hostname))];
    };

    expect(await after({ addresses: ['192.168.0.30'] })).toEqual(['UNCHANGED', 'twin-1']);
    expect(await after({ addresses: ['192.168.0.31'] })).toEqual(['UPDATED', 'twin-1']);
    expect(await after({ addresses: ['10.1.0.31'] })).toEqual(['UPDATED', 'prod-a']);
    expect(await after({ mac: '52:54:00:00:31:00' })).toEqual(['UPDATED', 'prod-a']);
    expect(await after({ subnet: null })).toEqual(['UPDATED', undefined]);
    expect(await after({ addresses: ['10.1.0.31'] })).toEqual(['UNCHANGED', undefined]);
    expect(await after({ addresses: ['10.1.0.32'] })).toEqual(['UPDATED', 'prod-a']);
    expect(await after({ addresses: ['172.16.0.31'] })).toEqual(['UPDATED', undefined]);
  });

  it('is one that is registered later, and the same machine said again changes nothing', async () => {
    const { hostname, address } = await world.instance({ addresses: ['100.64.0.5'] });
    await world.data(createSubnet, { input: { name: 'late', vpc: 'prod', ipv4CidrBlock: '100.64.0.0/24' } });
    expect(address).toBeDefined();

    const { upsertInstance: done } = await world.data(upsertInstance, {
      input: { hostname, addresses: ['100.64.0.5'] },
    });

    expect(done.outcome).toBe('UNCHANGED');
    expect(await subnetsOf(hostname)).toEqual(['late']);
  });

  it.each<[string, object, string[]]>([
    [
      'an address outside of it',
      { addresses: ['10.1.0.40', '10.1.1.40'], subnet: 'prod-a' },
      ['input.addresses.1: BAD_USER_INPUT'],
    ],
    [
      'an address outside of it, on an interface',
      { interfaces: [{ addresses: ['fd00:1::40', '10.2.0.40'], subnet: 'prod-a' }] },
      ['input.interfaces.0.addresses.1: BAD_USER_INPUT'],
    ],
    ['a name that nothing has', { subnet: 'nowhere' }, ['input.subnet: NOT_FOUND']],
    [
      'prefixes of the other family, or outside of it',
      {
        interfaces: [
          {
            addresses: ['10.1.0.41'],
            ipv4Prefixes: ['10.1.0.64/28', '10.1.1.0/28', 'fd00:1::/80'],
            ipv6Prefixes: ['10.1.0.80/28', 'fd00:2::/80'],
          },
        ],
      },
      [
        'input.interfaces.0.ipv4Prefixes.1: BAD_USER_INPUT',
        'input.interfaces.0.ipv4Prefixes.2: BAD_USER_INPUT',
        'input.interfaces.0.ipv6Prefixes.0: BAD_USER_INPUT',
        'input.interfaces.0.ipv6Prefixes.1: BAD_USER_INPUT',
      ],
    ],
    [
      'two subnets for one interface',
      { subnet: 'prod-a', interfaces: [{ addresses: [], subnet: 'prod-b' }] },
      ['input.subnet: BAD_USER_INPUT'],
    ],
    [
      'two primary interfaces',
      {
        interfaces: [
          { deviceNumber: 0, addresses: [] },
          { deviceNumber: 0, networkCard: 0, addresses: [] },
        ],
      },
      ['input.interfaces.1.deviceNumber: BAD_USER_INPUT'],
    ],
  ])('may not be given with %s', async (_, input, expected) => {
    const { problems } = await world.graphql(createInstance, { input: { hostname: 'wrong', ...input } });

    expect(problems).toEqual(expected);
  });

  it('may not be given to a machine whose address is elsewhere', async () => {
    const { id } = await world.instance({ addresses: ['10.1.0.45'] });

    const { problems, errors } = await world.graphql(updateInstance, { input: { id, subnet: 'prod-b' } });

    expect(problems).toEqual(['input.subnet: BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe('10.1.0.45 is not in the subnet prod-b (10.1.1.0/24).');
  });

  it('takes link-local addresses, and those of a family that it says nothing of', async () => {
    const { hostname } = await world.instance({
      addresses: ['10.1.1.46', 'fd00:9::46', 'fe80::46%virbr0'],
      subnet: 'prod-b',
    });

    expect(await subnetsOf(hostname)).toEqual(['prod-b']);
  });

  it('leaves prefixes alone that are not given', async () => {
    const prefixes = { ipv4Prefixes: ['10.1.0.128/28', '10.1.0.128/28'], ipv6Prefixes: ['fd00:1::1:0/112'] };
    const { id, hostname } = await world.instance({
      interfaces: [{ addresses: ['10.1.0.47'], ...prefixes }],
    });
    const seen = async () => (await see(hostname)).interfaces[0];

    await world.data(updateInstance, { input: { id, interfaces: [{ addresses: ['10.1.0.48'] }] } });
    const kept = await seen();
    await world.data(updateInstance, {
      input: { id, interfaces: [{ addresses: ['10.1.0.48'], ipv4Prefixes: null, ipv6Prefixes: [] }] },
    });

    expect(kept).toMatchObject({ ipv4Prefixes: ['10.1.0.128/28'], ipv6Prefixes: ['fd00:1::1:0/112'] });
    expect(await seen()).toMatchObject({ ipv4Prefixes: [], ipv6Prefixes: [] });
  });

  it('is looked up for hundreds of machines at once', async () => {
    const subnets = [...Array(50).keys()].map((n) => ({
      name: `bulk-${n}`,
      vpc: 'prod',
      ipv4CidrBlock: `10.200.${n}.0/24`,
    }));
    const instances = [...Array(200).keys()].map((n) => ({
      hostname: `bulk-${n}`,
      addresses: [`10.200.${n % 50}.${1 + (n >> 3)}`],
      securityGroups: ['default', 'fleet'],
    }));
    await world.data(createSecurityGroup, { input: { name: 'fleet' } });
    await world.data(upsertSubnets, { input: { subnets } });

    const { upsertInstances: made } = await world.data(upsertInstances, { input: { instances } });
    const { upsertInstances: repeated } = await world.data(upsertInstances, { input: { instances } });

    expect(made.summary).toMatchObject({ created: 200, failed: 0 });
    expect(repeated.summary).toMatchObject({ unchanged: 200 });
    expect(await subnetsOf('bulk-123')).toEqual(['bulk-23']);
  });

  it('is changed for the machines in it at once', async () => {
    const { id, hostname } = await world.instance({ addresses: ['10.1.0.60'] });

    await world.data(updateSubnet, { input: { id: 'prod-a', name: 'prod-a2' } });

    expect(await subnetsOf(hostname)).toEqual(['prod-a2']);
    const { node } = await world.data(
      'query ($id: ID!) { node(id: $id) { ... on NetworkInterface { subnet { name vpc { name } } securityGroups { name } } } }',
      { id: (await see(hostname)).interfaces[0].id },
    );
    expect(node).toEqual({
      subnet: { name: 'prod-a2', vpc: { name: 'prod' } },
      securityGroups: [{ name: 'default' }],
    });
    expect(id).toMatch(/^ins-/);
    await world.data(updateSubnet, { input: { id: 'prod-a2', name: 'prod-a' } });
  });
});

onBothDatabases('what a machine is told of its network', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const [first, second] = ['52:54:00:30:00:01', '52:54:00:30:00:02'];
  const macs = '/latest/meta-data/network/interfaces/macs';

  it('is all that is registered, of every interface, and follows every change at once', async () => {
    const { vpc } = (
      await world.data(createVpc, {
        input: {
          name: 'prod',
          ipv4CidrBlocks: ['127.220.0.0/16', '10.0.0.0/16'],
          ipv6CidrBlocks: ['fd00:220::/56'],
        },
      })
    ).createVpc;
    const input = { vpc: 'prod', ipv4CidrBlock: '127.220.1.0/24', ipv6CidrBlocks: ['fd00:220:0:1::/64'] };
    const { subnet } = (await world.data(createSubnet, { input: { name: 'prod-a', ...input } })).createSubnet;
    const group = async (name: string) =>
      (await world.data(createSecurityGroup, { input: { name } })).createSecurityGroup.securityGroup.id;
    const [web, db] = [await group('web'), await group('db')];
    const { guest } = await world.instance({
      interfaces: [
        {
          mac: first,
          addresses: ['127.220.1.5', 'fd00:220:0:1::5'],
          securityGroups: ['web', 'db'],
          ipv4Prefixes: ['127.220.1.16/28', '127.220.1.32/28'],
          ipv6Prefixes: ['fd00:220:0:1:1::/80'],
        },
        { mac: second, addresses: ['192.0.2.5'], securityGroups: ['db'] },
      ],
    });
    const served = async (name: string, mac = first) => {
      const { status, text } = await guest.get(`${macs}/${mac}/${name}`);
      return status === 200 ? text : status;
    };

    const facts: Record<string, string> = {
      'subnet-id': subnet.id,
      'vpc-id': vpc.id,
      'subnet-ipv4-cidr-block': '127.220.1.0/24',
      'subnet-ipv6-cidr-blocks': 'fd00:220:0:1::/64',
      'vpc-ipv4-cidr-block': '127.220.0.0/16',
      'vpc-ipv4-cidr-blocks': '127.220.0.0/16\n10.0.0.0/16',
      'vpc-ipv6-cidr-blocks': 'fd00:220::/56',
      'security-groups': 'web\ndb',
      'security-group-ids': `${web}\n${db}`,
      'ipv4-prefix': '127.220.1.16/28\n127.220.1.32/28',
      'ipv6-prefix': 'fd00:220:0:1:1::/80',
    };
    for (const [name, value] of Object.entries(facts))
      expect([name, await served(name)]).toEqual([name, value]);
    expect(await served('security-groups', second)).toBe('db');
    expect(await served('subnet-id', second)).toBe(404);
    expect((await guest.get(`${macs}/${second}/`)).text).not.toMatch(/subnet|vpc|prefix/);
    expect((await guest.get('/latest/meta-data/security-groups')).text).toBe('web\ndb');

    await world.data(updateVpc, { input: { id: 'prod', ipv4CidrBlocks: ['127.220.0.0/16'] } });
    await world.data(updateSubnet, { input: { id: 'prod-a', ipv6CidrBlocks: ['fd00:220:0:1::/63'] } });
    await world.data(updateSecurityGroup, { input: { id: 'web', name: 'front' } });
    expect(await served('vpc-ipv4-cidr-blocks')).toBe('127.220.0.0/16');
    expect(await served('subnet-ipv6-cidr-blocks')).toBe('fd00:220::/63');
    expect(await served('security-groups')).toBe('front\ndb');

    await world.data(deleteVpc, { input: { id: 'prod', force: true } });
    await world.data(deleteSecurityGroup, { input: { id: 'front', force: true } });
    expect(await served('vpc-id')).toBe(404);
    expect(await served('security-groups')).toBe('db');
  });

  it('has IPv6 blocks for an interface with an IPv6 address alone', async () => {
    await world.data(createVpc, {
      input: { name: 'dual', ipv4CidrBlocks: ['127.223.0.0/16'], ipv6CidrBlocks: ['fd00:221::/56'] },
    });
    const blocks = { ipv4CidrBlock: '127.223.1.0/24', ipv6CidrBlocks: ['fd00:221::/64'] };
    await world.data(createSubnet, { input: { name: 'dual-a', vpc: 'dual', ...blocks } });
    const mac = '52:54:00:30:00:21';
    const [four, six] = ['127.223.1.5', 'fd00:221::5'];
    const { guest, id } = await world.instance({ mac, addresses: [four], subnet: 'dual-a' });
    const served = async () => {
      const { text } = await guest.get(`${macs}/${mac}/`);
      const names = text.split('\n').filter((name) => /ipv6/.test(name));
      const answers = await Promise.all(
        ['subnet', 'vpc'].map((what) => guest.get(`${macs}/${mac}/${what}-ipv6-cidr-blocks`)),
      );
      return { names, answers: answers.map(({ status, text: block }) => (status === 200 ? block : status)) };
    };

    const before = await served();
    await world.data(updateInstance, { input: { id, addresses: [four, six] } });
    const after = await served();

    expect(before).toEqual({ names: [], answers: [404, 404] });
    expect(after).toEqual({
      names: ['ipv6s', 'subnet-ipv6-cidr-blocks', 'vpc-ipv6-cidr-blocks'],
      answers: ['fd00:221::/64', 'fd00:221::/56'],
    });
  });

  it('has associations of public IPv4 addresses alone', async () => {
    const mac = '52:54:00:30:00:22';
    const { guest } = await world.instance({
      interfaces: [
        {
          mac,
          addresses: ['127.222.1.5', 'fd00:222::5'],
          associations: [
            { privateAddress: 'fd00:222::5', publicAddress: '2001:db8:222::5' },
            { privateAddress: '127.222.1.5', publicAddress: '203.0.113.222' },
          ],
        },
      ],
    });

    const { text } = await guest.get(`${macs}/${mac}/ipv4-associations/`);

    expect(text).toBe('203.0.113.222');
    expect((await guest.get(`${macs}/${mac}/public-ipv4s`)).text).toBe('203.0.113.222');
  });

  it('has one public address for a private one', async () => {
    const associations = ['203.0.113.226', '203.0.113.227'].map((publicAddress) => ({
      privateAddress: '127.226.1.5',
      publicAddress,
    }));
    const interfaces = [{ addresses: ['127.226.1.5'], associations }];

    const { problems, errors } = await world.graphql(createInstance, {
      input: { hostname: 'associated-twice', interfaces },
    });

    expect(problems).toEqual(['input.interfaces.0.associations.1.privateAddress: BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe('127.226.1.5 is given twice.');
  });

  it('has the public IPv4 address that EC2 tells, also beside one of IPv6', async () => {
    const { id, guest } = await world.instance({
      interfaces: [
        {
          addresses: ['fd00:225::5', '127.225.1.5'],
          associations: [
            { privateAddress: 'fd00:225::5', publicAddress: '2001:db8:223::5' },
            { privateAddress: '127.225.1.5', publicAddress: '203.0.113.223' },
          ],
        },
      ],
    });
    const publicAddress = async (change: object) =>
      (await world.data(updateInstance, { input: { id, ...change } })).updateInstance.instance.publicAddress;

    expect(await publicAddress({})).toBe('203.0.113.223');
    expect((await guest.get('/latest/meta-data/public-ipv4')).text).toBe('203.0.113.223');
    expect(await publicAddress({ publicAddress: '203.0.113.224' })).toBe('203.0.113.224');
    expect(await publicAddress({ publicAddress: null })).toBeNull();
    const ofSecond = { privateAddress: '127.225.1.6', publicAddress: '203.0.113.226' };
    const interfaces = [{ addresses: ['127.225.1.5', '127.225.1.6'], associations: [ofSecond] }];
    expect(await publicAddress({ interfaces })).toBe('203.0.113.226');
    expect(await publicAddress({ publicAddress: '203.0.113.226' })).toBe('203.0.113.226');
    expect(await publicAddress({ publicAddress: null })).toBeNull();
  });

  it('are the 182 bytes of EC2 for a plain interface in its subnet', async () => {
    await world.data(createVpc, { input: { name: 'plain', ipv4CidrBlocks: ['127.221.0.0/16'] } });
    await world.data(createSubnet, {
      input: { name: 'plain-a', vpc: 'plain', ipv4CidrBlock: '127.221.1.0/24' },
    });
    const { guest } = await world.instance({ addresses: ['127.221.1.5'], mac: '52:54:00:31:00:01' });

    expect((await guest.get(`${macs}/52:54:00:31:00:01/`)).bytes).toHaveLength(182);
  });
});

onBothDatabases('machines that exchange their addresses in one call', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const see = async (...hostnames: string[]) =>
    Promise.all(
      hostnames.map(async (hostname) => {
        const { instance } = await world.data(
          `query ($hostname: String) { instance(by: { hostname: $hostname }) {
            addresses mac publicAddress callerAddresses history(first: 1) { nodes { changes { field before after } } } } }`,
          { hostname },
        );
        return instance;
      }),
    );

  it('get what the other one gives up, and both histories tell of it', async () => {
    const [one, two] = [
      await world.instance({
        addresses: ['127.210.0.1'],
        mac: '52:54:00:21:00:01',
        publicAddress: '203.0.113.1',
      }),
      await world.instance({
        addresses: ['127.210.0.2'],
        mac: '52:54:00:21:00:02',
        publicAddress: '203.0.113.2',
      }),
    ];

    const { upsertInstances: done } = await world.data(upsertInstances, {
      input: {
        instances: [
          {
            hostname: one.hostname,
            addresses: ['127.210.0.2'],
            mac: '52:54:00:21:00:02',
            publicAddress: '203.0.113.2',
          },
          {
            hostname: two.hostname,
            addresses: ['127.210.0.1'],
            mac: '52:54:00:21:00:01',
            publicAddress: '203.0.113.1',
          },
        ],
      },
    });

    expect(done.summary).toMatchObject({ updated: 2 });
    const [first, second] = await see(one.hostname, two.hostname);
    expect(first).toMatchObject({
      addresses: ['127.210.0.2'],
      mac: '52:54:00:21:00:02',
      publicAddress: '203.0.113.2',
    });
    expect(second).toMatchObject({ addresses: ['127.210.0.1'], mac: '52:54:00:21:00:01' });
    expect(first.history.nodes[0].changes).toEqual(
      expect.arrayContaining([
        { field: 'addresses.127.210.0.1', before: '127.210.0.1 (public 203.0.113.1)', after: null },
        { field: 'addresses.127.210.0.2', before: null, after: '127.210.0.2 (public 203.0.113.2)' },
        { field: 'interfaces.0.mac', before: '52:54:00:21:00:01', after: '52:54:00:21:00:02' },
      ]),
    );
    expect((await one.guest.get('/latest/meta-data/hostname')).text).toBe(two.hostname);
    expect((await two.guest.get('/latest/meta-data/hostname')).text).toBe(one.hostname);
  });

  it('exchange only public addresses', async () => {
    const [one, two] = [
      await world.instance({ addresses: ['127.210.1.1'], publicAddress: '203.0.113.11' }),
      await world.instance({ addresses: ['127.210.1.2'], publicAddress: '203.0.113.12' }),
    ];

    await world.data(upsertInstances, {
      input: {
        instances: [
          { hostname: one.hostname, publicAddress: '203.0.113.12' },
          { hostname: two.hostname, publicAddress: '203.0.113.11' },
        ],
      },
    });

    expect(await see(one.hostname, two.hostname)).toMatchObject([
      { addresses: ['127.210.1.1'], publicAddress: '203.0.113.12' },
      { addresses: ['127.210.1.2'], publicAddress: '203.0.113.11' },
    ]);
  });

  it('hand them on in a ring, to a new machine, and to callers', async () => {
    const [one, two] = [
      await world.instance({ addresses: ['127.210.2.1'], callerAddresses: ['127.210.2.9'] }),
      await world.instance({ addresses: ['127.210.2.2'] }),
    ];

    await world.data(upsertInstances, {
      input: {
        instances: [
          { hostname: 'ring-new', addresses: ['127.210.2.1'] },
          { hostname: one.hostname, addresses: ['127.210.2.2'] },
          { hostname: two.hostname, addresses: ['127.210.2.3'] },
        ],
      },
    });

    expect(await see('ring-new', one.hostname, two.hostname)).toMatchObject([
      { addresses: ['127.210.2.1'], callerAddresses: [] },
      { addresses: ['127.210.2.2'], callerAddresses: ['127.210.2.9'] },
      { addresses: ['127.210.2.3'] },
    ]);
  });

  it('are refused where the other one keeps it, or is refused itself', async () => {
    const [one, two] = [
      await world.instance({ addresses: ['127.210.3.1'], callerAddresses: ['127.210.3.9'] }),
      await world.instance({ addresses: ['127.210.3.2'] }),
    ];
    const exchange = [
      { hostname: one.hostname, addresses: ['127.210.3.2'], keys: ['nobody'] },
      { hostname: two.hostname, addresses: ['127.210.3.1'] },
    ];

    const caller = await world.graphql(upsertInstances, {
      input: {
        instances: [
          { hostname: one.hostname, addresses: [] },
          { hostname: two.hostname, addresses: ['127.210.3.9'] },
        ],
      },
    });
    const all = await world.graphql(upsertInstances, { input: { instances: exchange } });
    const good = await world.data(upsertInstances, { input: { instances: exchange, atomic: false } });

    expect(caller.problems).toEqual(['input.instances.1.addresses.0: ALREADY_EXISTS']);
    expect(all.problems).toEqual(['input.instances.0.keys.0: NOT_FOUND']);
    expect(good.upsertInstances.summary).toMatchObject({ failed: 2 });
    expect(good.upsertInstances.results[1].error.message).toContain(`already belongs to ${one.hostname}`);
    expect(await see(one.hostname, two.hostname)).toMatchObject([
      { addresses: ['127.210.3.1'] },
      { addresses: ['127.210.3.2'] },
    ]);
  });
});
