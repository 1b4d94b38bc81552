/** VPCs, subnets and security groups: valid values, what prevents their deletion, and the effects on their users. */
import { beforeAll, expect, it } from '@jest/globals';
import {
  createSecurityGroup,
  createSubnet,
  createVpc,
  deleteSecurityGroup,
  deleteSubnet,
  deleteSubnets,
  deleteVpc,
  updateInstance,
  updateSecurityGroup,
  updateSubnet,
  updateVpc,
  upsertSecurityGroups,
  upsertSubnet,
  upsertSubnets,
  upsertVpc,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const none = { created: 0, updated: 0, unchanged: 0, deleted: 0, failed: 0 };

onBothDatabases('a network', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, {
      input: {
        name: 'prod',
        ipv4CidrBlocks: ['10.0.0.0/16', '10.8.0.0/16'],
        ipv6CidrBlocks: ['2001:db8:0:100::/56'],
      },
    });
    await world.data(createSubnet, { input: { name: 'prod-a', vpc: 'prod', ipv4CidrBlock: '10.0.0.0/24' } });
    await world.data(createVpc, { input: { name: 'open' } });
  });

  it('is registered by script, however often the script runs', async () => {
    const vpc = { name: 'lab', ipv4CidrBlocks: ['172.16.0.9/16'] };
    const subnet = {
      name: 'lab-a',
      vpc: 'lab',
      ipv4CidrBlock: '172.16.1.0/24',
      ipv6CidrBlocks: ['FD00:0:0:1::/64'],
      ipv4Gateway: '172.16.1.1',
      ipv6Gateway: 'fe80::1',
      dnsServers: ['172.16.0.2'],
      dhcp: false,
    };

    const made = await world.data(upsertVpc, { input: vpc });
    const part = await world.data(upsertSubnet, { input: subnet });
    const repeated = await world.data(upsertSubnet, { input: subnet });
    const moved = await world.data(updateSubnet, { input: { id: 'lab-a', dhcp: null, ipv4Gateway: null } });

    expect(made.upsertVpc).toMatchObject({
      outcome: 'CREATED',
      vpc: { name: 'lab', ipv4CidrBlocks: ['172.16.0.0/16'], ipv6CidrBlocks: [] },
    });
    expect(made.upsertVpc.vpc.id).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(part.upsertSubnet).toMatchObject({
      outcome: 'CREATED',
      subnet: { ...subnet, vpc: { name: 'lab' }, ipv6CidrBlocks: ['fd00:0:0:1::/64'] },
    });
    expect(part.upsertSubnet.subnet.id).toMatch(/^subnet-[0-9a-f]{17}$/);
    expect(repeated.upsertSubnet.outcome).toBe('UNCHANGED');
    expect(moved.updateSubnet).toMatchObject({
      outcome: 'UPDATED',
      subnet: { dhcp: true, ipv4Gateway: null, ipv6Gateway: 'fe80::1', dnsServers: ['172.16.0.2'] },
    });
  });

  it('is listed, searched, and found by id and by name', async () => {
    const { vpc } = await world.data(
      '{ vpc(by: { name: "prod" }) { id name subnets { nodes { name } totalCount } history { nodes { action } } } }',
    );
    const { subnets, some, subnet, node } = await world.data(
      `query ($id: ID!, $vpc: Ref) {
        subnets(filter: { vpc: $vpc }) { nodes { name vpc { name } } }
        some: subnets(search: "PROD-") { nodes { name } }
        subnet(by: { name: "prod-a" }) { id name }
        node(id: $id) { ... on Vpc { name } }
      }`,
      { id: vpc.id, vpc: vpc.id },
    );

    const { createSecurityGroup: group } = await world.data(createSecurityGroup, { input: { name: 'web' } });
    const { part, web } = await world.data(
      'query ($part: ID!, $web: ID!) { part: node(id: $part) { __typename id } web: node(id: $web) { __typename id } }',
      { part: subnet.id, web: group.securityGroup.id },
    );

    expect(part).toEqual({ __typename: 'Subnet', id: subnet.id });
    expect(web).toEqual({ __typename: 'SecurityGroup', id: group.securityGroup.id });
    expect(vpc.subnets).toEqual({ nodes: [{ name: 'prod-a' }], totalCount: 1 });
    expect(vpc.history.nodes).toEqual([{ action: 'CREATED' }]);
    expect(subnets.nodes).toEqual([{ name: 'prod-a', vpc: { name: 'prod' } }]);
    expect(some.nodes).toEqual([{ name: 'prod-a' }]);
    expect(subnet.name).toBe('prod-a');
    expect(node).toEqual({ name: 'prod' });
  });

  it.each<[string, string, object, string[]]>([
    [
      'a VPC with a block of the other family',
      createVpc,
      { name: 'v', ipv4CidrBlocks: ['10.0.0.0/8', 'fd00::/48'], ipv6CidrBlocks: ['10.0.0.0/8'] },
      ['input.ipv4CidrBlocks.1: BAD_USER_INPUT', 'input.ipv6CidrBlocks.0: BAD_USER_INPUT'],
    ],
    [
      'a VPC whose blocks overlap',
      createVpc,
      { name: 'v', ipv4CidrBlocks: ['10.0.0.0/8', '192.168.0.0/16', '10.1.0.0/16'] },
      ['input.ipv4CidrBlocks.2: BAD_USER_INPUT'],
    ],
    [
      'a block that is none',
      createVpc,
      { name: 'v', ipv4CidrBlocks: ['10.0.0.0/33', '10.0.0.0/8'] },
      ['input.ipv4CidrBlocks.0: BAD_USER_INPUT'],
    ],
    ['a name that is taken', createVpc, { name: 'prod' }, ['input.name: ALREADY_EXISTS']],
    [
      'a subnet of a VPC that does not exist',
      createSubnet,
      { name: 's', vpc: 'nowhere', ipv4CidrBlock: '10.0.9.0/24' },
      ['input.vpc: NOT_FOUND'],
    ],
    [
      'a subnet with a block of the other family',
      createSubnet,
      { name: 's', vpc: 'open', ipv4CidrBlock: 'fd00::/64', ipv6CidrBlocks: ['10.0.0.0/24'] },
      ['input.ipv4CidrBlock: BAD_USER_INPUT', 'input.ipv6CidrBlocks.0: BAD_USER_INPUT'],
    ],
    [
      'a subnet outside of its VPC',
      createSubnet,
      { name: 's', vpc: 'prod', ipv4CidrBlock: '10.9.0.0/24', ipv6CidrBlocks: ['2001:db8:0:200::/64'] },
      ['input.ipv4CidrBlock: BAD_USER_INPUT', 'input.ipv6CidrBlocks.0: BAD_USER_INPUT'],
    ],
    [
      'a subnet larger than its VPC',
      createSubnet,
      { name: 's', vpc: 'prod', ipv4CidrBlock: '10.0.0.0/15' },
      ['input.ipv4CidrBlock: BAD_USER_INPUT'],
    ],
    [
      'a subnet in another one of the same VPC',
      createSubnet,
      { name: 's', vpc: 'prod', ipv4CidrBlock: '10.0.0.128/25' },
      ['input.ipv4CidrBlock: ALREADY_EXISTS'],
    ],
    [
      'a subnet around another one of the same VPC',
      createSubnet,
      { name: 's', vpc: 'prod', ipv4CidrBlock: '10.0.0.0/20' },
      ['input.ipv4CidrBlock: ALREADY_EXISTS'],
    ],
    [
      'a subnet whose own blocks overlap',
      createSubnet,
      { name: 's', vpc: 'prod', ipv6CidrBlocks: ['2001:db8:0:100::/60', '2001:db8:0:101::/64'] },
      ['input.ipv6CidrBlocks.1: BAD_USER_INPUT'],
    ],
    [
      'gateways outside of the subnet',
      createSubnet,
      {
        name: 's',
        vpc: 'prod',
        ipv4CidrBlock: '10.0.9.0/24',
        ipv6CidrBlocks: ['2001:db8:0:109::/64'],
        ipv4Gateway: '10.0.8.1',
        ipv6Gateway: '2001:db8:0:108::1',
      },
      ['input.ipv4Gateway: BAD_USER_INPUT', 'input.ipv6Gateway: BAD_USER_INPUT'],
    ],
    [
      'a gateway of the other family, or without a block',
      createSubnet,
      { name: 's', vpc: 'prod', ipv4Gateway: 'fe80::1', ipv6Gateway: '2001:db8:0:109::1' },
      ['input.ipv4Gateway: BAD_USER_INPUT', 'input.ipv6Gateway: BAD_USER_INPUT'],
    ],
    [
      'everything that is wrong at once',
      createSubnet,
      { name: 'a/b', vpc: 'prod', ipv4CidrBlock: '10.9.0.0/24', dnsServers: ['10.0.0.2', 'dns.example.org'] },
      [
        'input.dnsServers.1: BAD_USER_INPUT',
        'input.ipv4CidrBlock: BAD_USER_INPUT',
        'input.name: BAD_USER_INPUT',
      ],
    ],
    ['a subnet without a VPC', updateSubnet, { id: 'prod-a', vpc: null }, ['input.vpc: BAD_USER_INPUT']],
    ['a subnet that does not exist', updateSubnet, { id: 'nowhere', dhcp: false }, ['input.id: NOT_FOUND']],
  ])('is refused as %s', async (_, ...[mutation, input, expected]) => {
    const { problems } = await world.graphql(mutation, { input });

    expect(problems).toEqual(expected);
  });

  it('may have the blocks of another network', async () => {
    await world.data(createVpc, { input: { name: 'twin', ipv4CidrBlocks: ['10.0.0.0/16'] } });

    const { createSubnet: made } = await world.data(createSubnet, {
      input: { name: 'twin-a', vpc: 'twin', ipv4CidrBlock: '10.0.0.0/24' },
    });

    expect(made.outcome).toBe('CREATED');
    const { problems } = await world.graphql(updateSubnet, { input: { id: 'twin-a', vpc: 'prod' } });
    expect(problems).toEqual(['input.ipv4CidrBlock: ALREADY_EXISTS']);
  });

  it('keeps the blocks that its subnets lie in', async () => {
    const lose = await world.graphql(updateVpc, { input: { id: 'prod', ipv4CidrBlocks: ['10.8.0.0/16'] } });
    const clear = await world.graphql(updateVpc, { input: { id: 'prod', ipv4CidrBlocks: null } });
    const exchange = await world.data(updateVpc, {
      input: { id: 'prod', ipv4CidrBlocks: ['10.0.0.0/20', '10.8.0.0/16'] },
    });
    await world.data(updateVpc, { input: { id: 'prod', ipv4CidrBlocks: ['10.0.0.0/16', '10.8.0.0/16'] } });

    for (const { problems, errors } of [lose, clear]) {
      expect(problems).toEqual(['input.ipv4CidrBlocks: DEPENDENCY_EXISTS']);
      expect(errors[0]!.message).toContain('prod-a has 10.0.0.0/24');
    }
    expect(exchange.updateVpc.outcome).toBe('UPDATED');
  });

  it('moves its gateway together with its block', async () => {
    await world.data(createSubnet, {
      input: { name: 'moving', vpc: 'prod', ipv4CidrBlock: '10.0.7.0/24', ipv4Gateway: '10.0.7.1' },
    });

    const half = await world.graphql(updateSubnet, { input: { id: 'moving', ipv4CidrBlock: '10.0.6.0/24' } });
    const whole = await world.data(updateSubnet, {
      input: { id: 'moving', ipv4CidrBlock: '10.0.6.0/24', ipv4Gateway: '10.0.6.1' },
    });

    expect(half.problems).toEqual(['input.ipv4CidrBlock: BAD_USER_INPUT']);
    expect(whole.updateSubnet.subnet.ipv4Gateway).toBe('10.0.6.1');
  });

  it('keeps the block that a machine has an address in', async () => {
    await world.data(createSubnet, {
      input: { name: 'lived-in', vpc: 'prod', ipv4CidrBlock: '10.8.1.0/24' },
    });
    await world.instance({ hostname: 'dweller', addresses: ['10.8.1.200'], subnet: 'lived-in' });

    const { problems, errors } = await world.graphql(updateSubnet, {
      input: { id: 'lived-in', ipv4CidrBlock: '10.8.1.0/25' },
    });
    const around = await world.data(updateSubnet, {
      input: { id: 'lived-in', ipv4CidrBlock: '10.8.1.128/25' },
    });

    expect(problems).toEqual(['input.ipv4CidrBlock: DEPENDENCY_EXISTS']);
    expect(errors[0]!.message).toBe('dweller has 10.8.1.200, which would be outside of the subnet lived-in.');
    expect(around.updateSubnet.outcome).toBe('UPDATED');
  });

  it('gets a block of another family, unless a machine in it has an address outside of that', async () => {
    await world.data(createSubnet, { input: { name: 'ipv4', vpc: 'prod', ipv4CidrBlock: '10.8.2.0/24' } });
    const dual = await world.instance({
      hostname: 'dual',
      addresses: ['10.8.2.5', 'fd99::5'],
      subnet: 'ipv4',
    });
    const input = { id: 'ipv4', ipv6CidrBlocks: ['2001:db8:0:101::/64'] };

    const { problems, errors } = await world.graphql(updateSubnet, { input });
    await world.data(updateInstance, { input: { id: dual.id, addresses: ['10.8.2.5'] } });
    const { updateSubnet: done } = await world.data(updateSubnet, { input });

    expect(problems).toEqual(['input.ipv6CidrBlocks: DEPENDENCY_EXISTS']);
    expect(errors[0]!.message).toBe('dual has fd99::5, which would be outside of the subnet ipv4.');
    expect(done.outcome).toBe('UPDATED');
  });

  it('overlaps none that keeps its block because its own change is refused', async () => {
    await world.data(createVpc, { input: { name: 'refused' } });
    const of = (name: string, ipv4CidrBlock: string) => ({ name, vpc: 'refused', ipv4CidrBlock });
    const before = [of('refused-a', '10.60.0.0/24'), of('refused-c', '10.60.1.0/24')];
    await world.data(upsertSubnets, { input: { subnets: before } });

    const subnets = [
      of('refused-a', '10.60.1.0/24'),
      of('refused-b', '10.60.0.0/24'),
      of('refused-d', '10.60.2.0/24'),
    ];
    const { upsertSubnets: done } = await world.data(upsertSubnets, { input: { subnets, atomic: false } });

    expect(done.results.map(({ error }: { error?: { code: string } }) => error?.code)).toEqual([
      'ALREADY_EXISTS',
      'ALREADY_EXISTS',
      undefined,
    ]);
  });

  const many = [
    { name: 'many-1', vpc: 'prod', ipv4CidrBlock: '10.0.16.0/24' },
    { name: 'many-2', vpc: 'prod', ipv4CidrBlock: '10.0.17.0/24' },
    { name: 'many-3', vpc: 'prod', ipv4CidrBlock: '10.0.16.0/25' },
    { name: 'many-4', vpc: 'nowhere', ipv4CidrBlock: '10.0.18.0/24' },
    { name: 'many-5', vpc: 'prod', ipv4CidrBlock: '10.0.18.0/24' },
  ];

  it('keeps the block that a machine has an address in where two inputs are about it', async () => {
    await world.data(createVpc, { input: { name: 'twice' } });
    await world.data(createSubnet, { input: { name: 'twice', vpc: 'twice', ipv4CidrBlock: '10.45.0.0/24' } });
    await world.instance({ addresses: ['10.45.0.5'] });
    const subnets = ['10.46.0.0/24', '10.47.0.0/24'].map((ipv4CidrBlock) => ({
      name: 'twice',
      vpc: 'twice',
      ipv4CidrBlock,
    }));

    const { upsertSubnets: done } = await world.data(upsertSubnets, { input: { subnets, atomic: false } });

    expect(done.results.map(({ error }: { error?: { code: string } }) => error?.code)).toEqual([
      'DEPENDENCY_EXISTS',
      'BAD_USER_INPUT',
    ]);
  });

  it('is one of many, and those that are wrong are told apart', async () => {
    const all = await world.graphql(upsertSubnets, { input: { subnets: many } });
    const { upsertSubnets: good } = await world.data(upsertSubnets, {
      input: { subnets: many, atomic: false },
    });
    const exchanged = [
      { ...many[0]!, ipv4CidrBlock: many[1]!.ipv4CidrBlock },
      { ...many[1]!, ipv4CidrBlock: many[0]!.ipv4CidrBlock },
    ];
    const { upsertSubnets: swapped } = await world.data(upsertSubnets, { input: { subnets: exchanged } });
    const { deleteSubnets: gone } = await world.data(deleteSubnets, {
      input: { ids: ['many-1', 'many-2', 'many-3', 'many-5'], atomic: false },
    });

    expect(all.problems).toEqual([
      'input.subnets.2.ipv4CidrBlock: ALREADY_EXISTS',
      'input.subnets.3.vpc: NOT_FOUND',
    ]);
    expect(good.summary).toEqual({ ...none, created: 3, failed: 2 });
    expect(swapped.summary).toEqual({ ...none, updated: 2 });
    expect(gone.summary).toEqual({ ...none, deleted: 3, failed: 1 });
  });

  it('is made once where several want the same block at the same moment', async () => {
    const answers = await Promise.all(
      [0, 1, 2, 3].map((n) =>
        world.graphql(createSubnet, {
          input: { name: `race-${n}`, vpc: 'prod', ipv4CidrBlock: `10.0.32.0/${24 + n}` },
        }),
      ),
    );

    expect(answers.filter(({ codes }) => codes.length === 0)).toHaveLength(1);
    for (const { codes } of answers.filter((one) => one.errors.length > 0))
      expect(['ALREADY_EXISTS', 'CONFLICT']).toContain(codes[0]);
    expect(world.logLines.filter((line) => line.includes('a resolver failed'))).toEqual([]);
  });

  it('is seen by everybody who is signed in, and changed by operators', async () => {
    const seen = await world.graphql(
      '{ vpc(by: { name: "prod" }) { viewerCanUpdate } }',
      {},
      { as: 'viewer' },
    );
    const changed = await world.graphql(updateVpc, { input: { id: 'prod', name: 'p' } }, { as: 'viewer' });

    expect(seen.data).toEqual({ vpc: { viewerCanUpdate: false } });
    expect(changed.codes).toEqual(['FORBIDDEN']);
  });
});

onBothDatabases('what networks and groups are used by', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'prod', ipv4CidrBlocks: ['10.0.0.0/16'] } });
  });

  /** Creates a subnet with a machine in it, both named after the block. */
  const subnetWithMachine = async (part: number) => {
    const name = `part-${part}`;
    await world.data(createSubnet, { input: { name, vpc: 'prod', ipv4CidrBlock: `10.0.${part}.0/24` } });
    const { id } = await world.instance({ hostname: `in-${name}`, addresses: [`10.0.${part}.5`] });
    return { name, id };
  };
  const see = async (id: string) =>
    (
      await world.data(
        `query ($id: ID) { instance(by: { id: $id }) { version interfaces { subnet { name } } securityGroups { name }
          history(first: 1) { nodes { action changes { field before after } } } } }`,
        { id },
      )
    ).instance;

  it('keeps a subnet, until it is deleted by force', async () => {
    const { name, id } = await subnetWithMachine(1);
    const { subnet } = await world.data(
      '{ subnet(by: { name: "part-1" }) { id instances { nodes { hostname } } } }',
    );

    const kept = await world.graphql(deleteSubnet, { input: { id: name } });
    const forced = await world.data(deleteSubnet, { input: { id: name, force: true } });

    expect(subnet.instances.nodes).toEqual([{ hostname: 'in-part-1' }]);
    expect(kept.problems).toEqual(['input.id: DEPENDENCY_EXISTS']);
    expect(kept.errors[0]!.message).toBe('part-1 is used by in-part-1.');
    expect(forced.deleteSubnet.outcome).toBe('DELETED');
    expect(await see(id)).toMatchObject({
      version: 2,
      interfaces: [{ subnet: null }],
      history: {
        nodes: [
          { action: 'UPDATED', changes: [{ field: 'interfaces.0.subnet', before: subnet.id, after: null }] },
        ],
      },
    });
  });

  it('keeps a VPC, until it is deleted by force with its subnets', async () => {
    await world.data(createVpc, { input: { name: 'doomed' } });
    for (const n of [1, 2])
      await world.data(createSubnet, {
        input: { name: `doomed-${n}`, vpc: 'doomed', ipv4CidrBlock: `10.77.${n}.0/24` },
      });
    const { id } = await world.instance({ addresses: ['10.77.1.5'] });
    expect((await see(id)).interfaces).toEqual([{ subnet: { name: 'doomed-1' } }]);

    const kept = await world.graphql(deleteVpc, { input: { id: 'doomed' } });
    await world.data(deleteVpc, { input: { id: 'doomed', force: true } });

    expect(kept.errors[0]!.message).toBe('doomed is used by doomed-1, doomed-2.');
    expect(await see(id)).toMatchObject({
      interfaces: [{ subnet: null }],
      history: { nodes: [{ changes: [{ field: 'interfaces.0.subnet', after: null }] }] },
    });
    const { subnets, auditEntries } = await world.data(
      `{ subnets(search: "doomed") { totalCount }
         auditEntries(filter: { subjectType: "Subnet", action: DELETED }, first: 2) { nodes { subjectName } } }`,
    );
    expect(subnets.totalCount).toBe(0);
    expect(auditEntries.nodes).toContainEqual({ subjectName: 'doomed-2' });
  });

  it('keeps a group, until it is deleted by force', async () => {
    const { securityGroup: group } = (
      await world.data(createSecurityGroup, { input: { name: 'to go', description: 'soon' } })
    ).createSecurityGroup;
    await world.data(createSecurityGroup, { input: { name: 'to stay' } });
    const { id, hostname } = await world.instance({
      interfaces: [
        { addresses: [], securityGroups: [group.id, 'to stay'] },
        { addresses: [], securityGroups: ['to go'] },
      ],
    });
    const { securityGroup } = await world.data(
      '{ securityGroup(by: { name: "to go" }) { instances { totalCount nodes { hostname } } } }',
    );

    const kept = await world.graphql(deleteSecurityGroup, { input: { id: 'to go' } });
    await world.data(deleteSecurityGroup, { input: { id: 'to go', force: true } });

    expect(securityGroup.instances).toEqual({ totalCount: 1, nodes: [{ hostname }] });
    expect(kept.errors[0]!.message).toBe(`to go is used by ${hostname}.`);
    const { securityGroups, history } = await see(id);
    expect(securityGroups).toEqual([{ name: 'to stay' }]);
    expect(history.nodes[0].action).toBe('UPDATED');
    expect(history.nodes[0].changes).toEqual(
      expect.arrayContaining([
        { field: 'interfaces.0.securityGroups.to go', before: group.id, after: null },
        { field: 'interfaces.1.securityGroups.to go', before: group.id, after: null },
      ]),
    );
  });

  it('are named, but not all of hundreds', async () => {
    await world.data(createSecurityGroup, { input: { name: 'crowd' } });
    for (const n of [1, 2, 3, 4, 5])
      await world.instance({ hostname: `crowd-${n}`, addresses: [], securityGroups: ['crowd'] });

    const { errors } = await world.graphql(deleteSecurityGroup, { input: { id: 'crowd' } });

    expect(errors[0]!.message).toMatch(/^crowd is used by crowd-\d, crowd-\d, crowd-\d and 2 more\.$/);
  });
});

onBothDatabases('the name of a group', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each(['web servers', ' ', '=', 'a/b', 'ключ 🔑', 'x'.repeat(255)])('may be "%s"', async (name) => {
    const { upsertSecurityGroups: made } = await world.data(upsertSecurityGroups, {
      input: { securityGroups: [{ name }] },
    });

    expect(made.results).toMatchObject([{ outcome: 'CREATED', securityGroup: { name } }]);
  });

  it.each(['', 'a\nb', 'a\u0000b', 'a\u2028b', 'a\tb', 'x'.repeat(256)])('may not be "%s"', async (name) => {
    const { problems } = await world.graphql(createSecurityGroup, { input: { name } });

    expect(problems).toEqual(['input.name: BAD_USER_INPUT']);
  });

  it('can be changed, and its description', async () => {
    await world.data(createSecurityGroup, { input: { name: 'old', description: 'for tests' } });

    const renamed = await world.data(updateSecurityGroup, { input: { id: 'old', name: 'new' } });
    const cleared = await world.data(updateSecurityGroup, { input: { id: 'new', description: null } });

    expect(renamed.updateSecurityGroup.securityGroup).toMatchObject({
      name: 'new',
      description: 'for tests',
    });
    expect(cleared.updateSecurityGroup.securityGroup.description).toBe('');
  });
});
