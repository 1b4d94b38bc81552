/** A cursor is valid only for the list and order that it was issued for, and nothing else is accepted as one. */
import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isObjectType, type GraphQLField, type GraphQLObjectType } from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import { exampleKeys } from './support/example-keys.ts';
import { onBothDatabases, type World } from './support/world.ts';

const schema = buildApiSchema();

/** A list of the schema, in one of its orders. */
interface List {
  type: string;
  field: string;
  orderBy: string;
}

const ordersOf = ({ args }: GraphQLField<unknown, unknown>) =>
  args.some(({ name }) => name === 'orderBy')
    ? ['CREATED_AT', 'UPDATED_AT'].flatMap((field) =>
        ['ASC', 'DESC'].map((direction) => `orderBy: { field: ${field}, direction: ${direction} }`),
      )
    : [];

const listsOf = (type: GraphQLObjectType): List[] =>
  Object.values(type.getFields())
    .filter(({ args }) => args.some(({ name }) => name === 'after'))
    .flatMap((field) =>
      ['', ...ordersOf(field)].map((orderBy) => ({ type: type.name, field: field.name, orderBy })),
    );

const lists = Object.values(schema.getTypeMap()).flatMap((type) => (isObjectType(type) ? listsOf(type) : []));

const nameOf = ({ type, field, orderBy }: List) => `${type}.${field} ${orderBy}`;

/** Creates one of everything that has a list, with something in each list; returns the ids by type. */
async function makeOneOfEach(world: World): Promise<Record<string, string>> {
  const ask = (mutation: string) => world.data(`mutation { ${mutation} }`, {}, { as: 'superuser' });
  const { createSshKey } = await ask(
    `createSshKey(input: { name: "k", publicKey: "${exampleKeys[0]!.line}" }) { sshKey { id } }`,
  );
  const { createUserData } = await ask('createUserData(input: { name: "d", text: "x" }) { userData { id } }');
  const { createVpc } = await ask(
    'createVpc(input: { name: "v", ipv4CidrBlocks: ["10.0.0.0/8"] }) { vpc { id } }',
  );
  const { createSubnet } = await ask(
    'createSubnet(input: { name: "s", vpc: "v", ipv4CidrBlock: "10.0.0.0/16" }) { subnet { id } }',
  );
  const { createSecurityGroup } = await ask(
    'createSecurityGroup(input: { name: "g" }) { securityGroup { id } }',
  );
  const { createIamRole } = await ask('createIamRole(input: { name: "r" }) { iamRole { id } }');
  await ask('createUser(input: { username: "u", password: "long enough" }) { outcome }');
  await world.signIn('u', 'long enough');
  await ask('createVpc(input: { name: "gone" }) { outcome }');
  await ask('deleteVpc(input: { id: "gone" }) { outcome }');
  await ask('deleteInstancesByFilter(input: { search: "nobody" }) { job { id } }');
  const machine = await world.instance({
    addresses: ['10.0.0.5'],
    keys: ['k'],
    userData: 'd',
    securityGroups: ['g'],
    iamRole: 'r',
  });
  return {
    Instance: machine.id,
    SshKey: createSshKey.sshKey.id,
    UserData: createUserData.userData.id,
    Vpc: createVpc.vpc.id,
    Subnet: createSubnet.subnet.id,
    SecurityGroup: createSecurityGroup.securityGroup.id,
    IamRole: createIamRole.iamRole.id,
  };
}

onBothDatabases('a cursor', (open) => {
  let world: World;
  let ids: Record<string, string>;
  /** A genuine cursor of each list. */
  let genuine: { list: List; cursor: string }[];

  beforeAll(async () => {
    world = await open();
    ids = await makeOneOfEach(world);
    genuine = [];
    for (const list of lists) genuine.push({ list, cursor: await cursorOf(list) });
  });

  const ask = ({ type, field, orderBy }: List, window: string, variables: object) => {
    const whose = field === 'sessions' ? 'user: "u"' : ''; // a script has no sessions
    const call = `${field}(first: 1 ${whose} ${orderBy} ${window}) { nodes { id } pageInfo { endCursor } }`;
    const query = type === 'Query' ? call : `node(id: "${ids[type]}") { ... on ${type} { ${call} } }`;
    return world.graphql(`query ($cursor: String) { ${query} }`, variables, { as: 'superuser' });
  };

  async function cursorOf(list: List): Promise<string> {
    const { data, codes } = await ask(list, 'after: $cursor', { cursor: null });
    expect([nameOf(list), codes]).toEqual([nameOf(list), []]);
    const { pageInfo } = list.type === 'Query' ? data[list.field] : data.node[list.field];
    expect([nameOf(list), typeof pageInfo.endCursor]).toEqual([nameOf(list), 'string']);
    return pageInfo.endCursor;
  }

  const outcomeOf = async (list: List, side: 'after' | 'before', cursor: string) => {
    const { codes, errors } = await ask(list, `${side}: $cursor`, { cursor });
    return [...codes, ...errors.map(({ message }) => message)].join(': ');
  };

  const refused = 'BAD_USER_INPUT: This cursor is not one of this list.';

  it('is taken by the list that gave it, before and after', async () => {
    for (const { list, cursor } of genuine)
      for (const side of ['after', 'before'] as const)
        expect([nameOf(list), await outcomeOf(list, side, cursor)]).toEqual([nameOf(list), '']);
  });

  it('is refused in every other order, and by other lists', async () => {
    const plain = genuine.filter(({ list }) => list.orderBy === '');
    for (const [n, { list }] of genuine.entries()) {
      const isSame = (one: List) => one.type === list.type && one.field === list.field;
      const orders = genuine.filter((one) => one.list !== list && isSame(one.list));
      const others = plain.filter((one, m) => !isSame(one.list) && (n + m) % 4 === 0);
      const outcomes = await Promise.all(
        [...orders, ...others].map(({ cursor }) => outcomeOf(list, 'after', cursor)),
      );

      expect([nameOf(list), ...new Set(outcomes)]).toEqual([nameOf(list), refused]);
    }
  });

  it('is refused where anything but what it says of a place was changed', async () => {
    const anything = fc.oneof(fc.jsonValue(), fc.constant('x\0'), fc.constant('\ud800'), fc.string());
    const changed = fc
      .tuple(fc.nat(genuine.length - 1), fc.nat(3), anything, fc.constantFrom('value', 'longer', 'shorter'))
      .map(([which, at, value, how]) => {
        const { list, cursor } = genuine[which]!;
        const content = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
        if (how === 'shorter') content.splice(at % content.length, 1);
        else if (how === 'longer') content.splice(at, 0, value);
        else content[at % content.length] = typeof value === 'string' && at % content.length > 0 ? 5 : value;
        return { list, forged: Buffer.from(JSON.stringify(content)).toString('base64url') };
      });

    await fc.assert(
      fc.asyncProperty(changed, fc.constantFrom('after', 'before'), async ({ list, forged }, side) => {
        expect(await outcomeOf(list, side as 'after', forged)).toBe(refused);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused in any other spelling, and so is whatever is none', async () => {
    const spellings = [
      (cursor: string) => `${cursor}=`,
      (cursor: string) => `${cursor} `,
      (cursor: string) => `*${cursor}`,
      (cursor: string) => Buffer.from(cursor, 'base64url').toString(),
      (cursor: string) =>
        Buffer.from(` ${Buffer.from(cursor, 'base64url').toString()}`).toString('base64url'),
      (cursor: string) => `${cursor}${'A'.repeat(900_000)}`,
      () => '',
      () => 'null',
      () => Buffer.from('{}').toString('base64url'),
      () => Buffer.from('["web-1","ins-00000000000000000"]').toString('base64url'),
    ];

    for (const { list, cursor } of genuine.slice(0, 6))
      for (const spelling of spellings)
        expect(await outcomeOf(list, 'before', spelling(cursor))).toBe(refused);
  });
});
