/** Outcome, version and history are correct for every field of an input, whichever table its value is stored in. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { isInputObjectType } from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import { exampleKeys } from './support/example-keys.ts';
import { onBothDatabases, type World } from './support/world.ts';

type Two = readonly [unknown, unknown];

/** Two values of a field, neither of them that of a new record; if they must be unique, by the number of the record. */
type Samples = Record<string, Two | ((n: number) => Two)>;

interface Kind {
  /** The property of a payload that holds the record. */
  property: string;
  /** Returns the input of a new record, by a unique number. */
  create(n: number): object;
  samples: Samples;
}

const farFuture = (hours: number) => new Date(Date.UTC(2099, 0, 1, hours)).toISOString().replace('.000', '');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const address = (n: number) => `10.99.0.${n}`;
const another = (n: number) => `10.99.0.${n + 120}`;
const interfaces =
  (...both: ((n: number) => object)[]) =>
  (n: number) =>
    both.map((fields) => [{ addresses: [address(n)], ...fields(n) }]) as unknown as Two;
const credentials = (token: string) => ({
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token,
  expiration: farFuture(0),
});

const words = (...fields: string[]): Samples =>
  Object.fromEntries(fields.map((field) => [field, [`${field}-1`, `${field}-2`] as const]));

const kinds: Record<string, Kind> = {
  Instance: {
    property: 'instance',
    create: (n) => ({ hostname: `machine-${n}` }),
    samples: {
      ...words(
        'displayName',
        'externalId',
        'hostname',
        'localHostname',
        'publicHostname',
        'imageId',
        'instanceType',
        'availabilityZoneId',
        'region',
        'reservationId',
        'amiManifestPath',
        'kernelId',
        'ramdiskId',
        'placementGroupName',
        'placementHostId',
        'outpostArn',
        'projectId',
      ),
      uuid: ['ec2e1916-9099-7caf-fd21-012345abcdef', 'ec2e1916-9099-7caf-fd21-012345abcde0'],
      accountId: ['111122223333', '444455556666'],
      architecture: ['arm64', 'i386'],
      availabilityZone: ['eu-lab-1a', 'eu-lab-1b'],
      launchIndex: [1, 2],
      lifeCycle: ['spot', 'scheduled'],
      profile: ['default-paravirtual', 'default-hvm'],
      system: ['xen', 'xen-on-nitro'],
      instanceAction: ['shutdown', 'bundle-pending'],
      monitoring: ['enabled', 'disabled'],
      hibernationConfigured: [true, false],
      placementPartitionNumber: [1, 2],
      productCodes: [['a'], ['a', 'b']],
      ancestorAmiIds: [['ami-1'], ['ami-2', 'ami-1']],
      billingProducts: [['bp-1'], ['bp-2']],
      blockDevices: [
        [{ virtualName: 'root', deviceName: '/dev/vda' }],
        [{ virtualName: 'root', deviceName: '/dev/sda1' }],
      ],
      addresses: (n) => [[address(n)], [another(n), address(n)]],
      mac: ['52:54:00:99:00:01', '52:54:00:99:00:02'],
      subnet: ['samples', null],
      securityGroups: [['samples'], ['samples', 'default']],
      interfaces: interfaces(
        () => ({}),
        () => ({ networkCard: 0 }),
      ),
      callerAddresses: [['192.0.2.1'], ['192.0.2.2', '192.0.2.1']],
      tags: [[{ key: 'a', value: '1' }], [{ key: 'a', value: '2' }]],
      keys: [['first'], ['second', 'first']],
      userData: ['samples', 'others'],
      userDataText: ['#cloud-config\n', '#!/bin/sh\n'],
      userDataBytes: [base64('\0one'), base64('\0two')],
      iamRole: ['samples', null],
      identityRole: ['samples', null],
      customMetadata: [[{ path: 'meta-data/a', value: '1' }], [{ path: 'meta-data/a', value: '2' }]],
      metadataOptions: [{ httpTokens: 'REQUIRED' }, { httpTokens: 'OPTIONAL' }],
    },
  },
  SshKey: {
    property: 'sshKey',
    create: (n) => ({ name: `key-${n}`, publicKey: `${exampleKeys[0]!.line} ${n}` }),
    samples: {
      ...words('name'),
      publicKey: [`${exampleKeys[1]!.line} one`, `${exampleKeys[1]!.line} two`],
    },
  },
  UserData: {
    property: 'userData',
    create: (n) => ({ name: `document-${n}`, text: 'old' }),
    samples: { ...words('name'), text: ['one', 'two'], content: [base64('\0one'), base64('\0two')] },
  },
  Vpc: {
    property: 'vpc',
    create: (n) => ({ name: `vpc-${n}` }),
    samples: {
      ...words('name'),
      ipv4CidrBlocks: [['10.1.0.0/16'], ['10.1.0.0/16', '10.2.0.0/16']],
      ipv6CidrBlocks: [['fd01::/56'], ['fd02::/56']],
    },
  },
  Subnet: {
    property: 'subnet',
    create: (n) => ({
      name: `subnet-${n}`,
      vpc: 'samples',
      ipv4CidrBlock: `10.200.${n}.0/26`,
      ipv6CidrBlocks: [`fd00:0:0:${n}::/64`],
    }),
    samples: {
      ...words('name'),
      vpc: ['others', 'samples'],
      ipv4Gateway: (n) => [`10.200.${n}.1`, `10.200.${n}.2`],
      ipv6Gateway: (n) => [`fd00:0:0:${n}::1`, `fd00:0:0:${n}::2`],
      ipv4CidrBlock: ['10.201.0.0/24', '10.201.0.0/25'],
      ipv6CidrBlocks: [['fd00:0:0:aaaa::/64'], ['fd00:0:0:bbbb::/64']],
      dhcp: [false, true],
      dnsServers: [['10.0.0.2'], ['10.0.0.3', '10.0.0.2']],
    },
  },
  SecurityGroup: {
    property: 'securityGroup',
    create: (n) => ({ name: `group-${n}` }),
    samples: words('name', 'description'),
  },
  IamRole: {
    property: 'iamRole',
    create: (n) => ({ name: `role-${n}` }),
    samples: {
      ...words('name'),
      instanceProfileId: ['AIPA0123456789ABCDEF0', 'AIPA0123456789ABCDEF1'],
      instanceProfileArn: ['arn:aws:iam::123456789012:instance-profile/a', null],
      credentials: [credentials('one'), credentials('two')],
      failure: [
        { code: 'InstanceProfileNotFound', message: 'one' },
        { code: 'InstanceProfileNotFound', message: 'two' },
      ],
    },
  },
};

/** Fields that select the record or the kind of update, and are not values of the record. */
const notOfTheRecord = ['id', 'ifVersion', 'dryRun'];

const fieldsOf = (type: string) => {
  const input = buildApiSchema().getType(`Update${type}Input`);
  if (!isInputObjectType(input)) throw new Error(`There is no Update${type}Input.`);
  return Object.keys(input.getFields()).filter((field) => !notOfTheRecord.includes(field));
};

/** Values nested in a field of an instance. */
const within: [string, string, Samples[string]][] = [
  ['httpEndpoint', 'metadataOptions', [{ httpEndpoint: 'DISABLED' }, { httpEndpoint: 'ENABLED' }]],
  [
    'httpProtocolIpv6',
    'metadataOptions',
    [{ httpProtocolIpv6: 'ENABLED' }, { httpProtocolIpv6: 'DISABLED' }],
  ],
  [
    'instanceMetadataTags',
    'metadataOptions',
    [{ instanceMetadataTags: 'ENABLED' }, { instanceMetadataTags: 'DISABLED' }],
  ],
  [
    'httpPutResponseHopLimit',
    'metadataOptions',
    [{ httpPutResponseHopLimit: 5 }, { httpPutResponseHopLimit: 6 }],
  ],
  [
    'mac',
    'interfaces',
    interfaces(
      () => ({ mac: '52:54:00:99:00:11' }),
      () => ({ mac: '52:54:00:99:00:12' }),
    ),
  ],
  [
    'addresses',
    'interfaces',
    interfaces(
      () => ({}),
      (n) => ({ addresses: [address(n), another(n)] }),
    ),
  ],
  [
    'associations',
    'interfaces',
    interfaces(
      (n) => ({ associations: [{ privateAddress: address(n), publicAddress: '203.0.113.11' }] }),
      (n) => ({ associations: [{ privateAddress: address(n), publicAddress: '203.0.113.12' }] }),
    ),
  ],
  [
    'subnet',
    'interfaces',
    interfaces(
      () => ({ subnet: 'samples' }),
      () => ({ subnet: null }),
    ),
  ],
  [
    'securityGroups',
    'interfaces',
    interfaces(
      () => ({ securityGroups: ['samples'] }),
      () => ({ securityGroups: ['default'] }),
    ),
  ],
  [
    'ipv4Prefixes',
    'interfaces',
    interfaces(
      () => ({ ipv4Prefixes: ['10.99.1.0/28'], subnet: null }),
      () => ({ ipv4Prefixes: ['10.99.2.0/28'], subnet: null }),
    ),
  ],
  [
    'ipv6Prefixes',
    'interfaces',
    interfaces(
      () => ({ ipv6Prefixes: ['fd99::/80'], subnet: null }),
      () => ({ ipv6Prefixes: ['fd98::/80'], subnet: null }),
    ),
  ],
  ['one more', 'tags', [[{ key: 'a', value: '1' }], ['a', 'b'].map((key) => ({ key, value: '1' }))]],
  [
    'another order',
    'keys',
    [
      ['first', 'second'],
      ['second', 'first'],
    ],
  ],
  [
    'since',
    'customMetadata',
    [undefined, '2020-10-27'].map((since) => [{ path: 'meta-data/a', value: '1', since }]) as unknown as Two,
  ],
];

/** Fields of a machine that take no null. */
const mustBeGiven = new Set(['hostname']);

interface Case {
  type: string;
  field: string;
  what: string;
  samples: Samples[string];
}

const cases: Case[] = [
  ...Object.entries(kinds).flatMap(([type, { samples }]) =>
    Object.entries(samples).map(([field, two]) => ({ type, field, what: field, samples: two })),
  ),
  ...within.map(([what, field, samples]) => ({
    type: 'Instance',
    field,
    what: `${field}: ${what}`,
    samples,
  })),
];

describe('the samples', () => {
  it.each(Object.keys(kinds))('are of every field that can be changed of a kind: %s', (type) => {
    const alone = type === 'Instance' ? ['publicAddress'] : [];

    expect([...Object.keys(kinds[type]!.samples), ...alone].toSorted()).toEqual(fieldsOf(type).toSorted());
  });
});

onBothDatabases('what is changed', (open) => {
  let world: World;
  let made = 0;

  beforeAll(async () => {
    world = await open();
    const others: [string, object][] = [
      ['Vpc', { name: 'samples', ipv4CidrBlocks: ['10.99.0.0/16', '10.200.0.0/15'] }],
      ['Vpc', { name: 'others', ipv4CidrBlocks: ['10.99.0.0/16', '10.200.0.0/15'] }],
      ['Subnet', { name: 'samples', vpc: 'samples', ipv4CidrBlock: '10.99.0.0/24' }],
      ['SecurityGroup', { name: 'samples' }],
      ['IamRole', { name: 'samples' }],
      ['UserData', { name: 'samples', text: 'samples' }],
      ['UserData', { name: 'others', text: 'others' }],
      ['SshKey', { name: 'first', publicKey: exampleKeys[2]!.line }],
      ['SshKey', { name: 'second', publicKey: exampleKeys[3]!.line }],
    ];
    for (const [type, input] of others) await world.data(operation('create', type), { input });
  });

  const operation = (verb: string, type: string) =>
    `mutation ($input: ${verb[0]!.toUpperCase()}${verb.slice(1)}${type}Input!) {
       ${verb}${type}(input: $input) { outcome ${kinds[type]!.property} { id } } }`;

  const create = async (type: string): Promise<{ id: string; n: number }> => {
    const n = (made += 1);
    const answer = await world.data(operation('create', type), { input: kinds[type]!.create(n) });
    return { id: answer[`create${type}`][kinds[type]!.property].id, n };
  };

  const see = async (type: string, id: string) =>
    (
      await world.data(
        `query ($id: ID!) { node(id: $id) { ... on ${type} {
           version updatedAt history(first: 1) { totalCount nodes { action changes { field before after } } } } } }`,
        { id },
      )
    ).node;

  const change = (type: string, input: object) => world.graphql(operation('update', type), { input });
  const outcomeOf = async (type: string, input: object) => {
    const { data, errors } = await change(type, input);
    expect(errors).toEqual([]);
    return data[`update${type}`].outcome;
  };

  it.each(cases)('of $type in $what is an update once, and no change when it is said again', async (one) => {
    const { type, field, samples } = one;
    const { id, n } = await create(type);
    const [first, second] = typeof samples === 'function' ? samples(n) : samples;
    const before = await see(type, id);
    const withFirst = { id, [field]: first };

    expect(await outcomeOf(type, { ...withFirst, dryRun: true })).toBe('UPDATED');
    expect(await outcomeOf(type, { ...withFirst, ifVersion: before.version })).toBe('UPDATED'); // a dry run changed nothing
    const after = await see(type, id);
    expect(after).toMatchObject({
      version: before.version + 1,
      history: { totalCount: before.history.totalCount + 1, nodes: [{ action: 'UPDATED' }] },
    });
    expect(after.history.nodes[0].changes).not.toEqual([]);

    expect(await outcomeOf(type, { ...withFirst, ifVersion: after.version })).toBe('UNCHANGED');
    const { errors } = await change(type, { ...withFirst, ifVersion: before.version });
    expect(errors).toMatchObject([{ extensions: { code: 'CONFLICT' } }]);
    expect(await see(type, id)).toEqual(after);

    const withSecond = { id, [field]: second, ifVersion: after.version };
    expect(await outcomeOf(type, withSecond)).toBe('UPDATED');
    expect(await outcomeOf(type, { ...withSecond, ifVersion: after.version + 1 })).toBe('UNCHANGED');
    expect((await see(type, id)).history.totalCount).toBe(after.history.totalCount + 1);
  });

  it('is no change when a field is taken back to its default again', async () => {
    const { id } = await create('Instance');
    const fields = fieldsOf('Instance').filter((field) => !mustBeGiven.has(field));
    const backTo = async () => {
      for (const field of fields) {
        const { errors } = await change('Instance', { id, [field]: null });
        expect(errors).toEqual([]);
      }
    };
    await backTo();
    const before = await see('Instance', id);

    await backTo();

    expect(await see('Instance', id)).toEqual(before);
  });

  it('of the public address is an update once', async () => {
    const { id, n } = await create('Instance');
    await change('Instance', { id, addresses: [address(n)] });

    for (const publicAddress of ['203.0.113.1', '203.0.113.2']) {
      const { version } = await see('Instance', id);
      expect(await outcomeOf('Instance', { id, publicAddress, ifVersion: version })).toBe('UPDATED');
      expect(await outcomeOf('Instance', { id, publicAddress, ifVersion: version + 1 })).toBe('UNCHANGED');
    }
  });
});
