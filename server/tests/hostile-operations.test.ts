/** Errors do not repeat values of an operation, and are short however long it is. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { longOperations } from './support/long-operations.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

const secret = 's3cr3t/with+signs; at "home"; Field';
const literal = JSON.stringify(secret);
const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';
const createRole = 'mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }';

/** Operations with a wrong value, and the error message. */
const aboutValues: [string, [query: string, variables: object], string][] = [
  [
    'a field that is missing',
    [createRole, { input: { name: 'r', credentials: { accessKeyId: 'k', secretAccessKey: secret } } }],
    'The variable $input (line 1, column 11) is wrong: at input.credentials.token: Expected String!, which is not given. at input.credentials.expiration: Expected DateTime!, which is not given.',
  ],
  [
    'a field that does not exist',
    [create, { input: { hostname: 'a', secretKey: secret } }],
    'The variable $input (line 1, column 11) is wrong: at input.secretKey: There is no such field in CreateInstanceInput.',
  ],
  [
    'a value of another type',
    [
      create,
      { input: { hostname: [secret], launchIndex: secret, tags: [{ key: 'a' }, { key: { secret } }] } },
    ],
    'The variable $input (line 1, column 11) is wrong: at input.launchIndex: Expected Int, not this text. at input.tags.1.key: Expected String, not an object. at input.hostname: Expected String, not a list.',
  ],
  [
    'a text where an object belongs',
    [create, { input: secret }],
    'The variable $input (line 1, column 11) is wrong: at input: Expected CreateInstanceInput, not this text.',
  ],
  [
    'nothing where something belongs',
    [create, {}],
    'The variable $input (line 1, column 11) is wrong: at input: Expected CreateInstanceInput!, not nothing.',
  ],
  [
    'a name that an enum does not have',
    [
      'query ($orderBy: InstanceOrder) { instances(orderBy: $orderBy) { totalCount } }',
      { orderBy: { field: secret } },
    ],
    'The variable $orderBy (line 1, column 8) is wrong: at orderBy.field: Expected InstanceOrderField (HOSTNAME, CREATED_AT, UPDATED_AT), not this text.',
  ],
  [
    'a text in the operation where an object belongs',
    [`mutation { createInstance(input: ${literal}) { outcome } }`, {}],
    'Expected CreateInstanceInput!, found a String.',
  ],
  [
    'a list in the operation where a text belongs',
    [`{ instances(search: [${literal}]) { totalCount } }`, {}],
    'Expected String, found a list.',
  ],
  [
    'a text in the operation where a number belongs',
    [`{ instances(first: ${literal}) { totalCount } }`, {}],
    'Expected Int, found a String.',
  ],
  [
    'a text in the operation where a name belongs',
    [`{ instances(${literal}: 1) { totalCount } }`, {}],
    'Syntax error at line 1, column 13: Expected Name, found a String.',
  ],
  [
    'a block of text in the operation where a value ends',
    [`{\n  instances(first: 1 """${secret}""") { totalCount } }`, {}],
    'Syntax error at line 2, column 22: Expected Name, found a String.',
  ],
  [
    'a text in the operation that does not end',
    [`{ instances(search: "s3cr3t\n") { totalCount } }`, {}],
    'Syntax error at line 1, column 28: Unterminated string.',
  ],
  [
    'a variable that is null where something has to be',
    [
      'query ($key: String = "a") { instances(filter: { tag: { key: $key, value: "s3cr3t" } }) { totalCount } }',
      { key: null },
    ],
    'An argument needs a value, and its variable is null or not given.',
  ],
];

onBothDatabases('a mistake in an operation', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each(aboutValues)('is told without the value: %s', async (_, operation, message) => {
    const logged = world.logLines.length;

    const { codes, errors } = await world.graphql(...operation);

    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(errors[0]!.message).toBe(message);
    expect(JSON.stringify([errors, world.logLines.slice(logged)])).not.toContain('s3cr3t');
  });

  it('is told with its place', async () => {
    const { problems } = await world.graphql(create, {
      input: { hostname: 5, addresses: ['10.0.0.1', {}], tags: 1 },
    });
    const { errors } = await world.graphql('{\n  nowhere\n  instances { nodes { nothing } }\n}');

    expect(problems).toEqual(['input.hostname: BAD_USER_INPUT', 'input.tags: BAD_USER_INPUT']);
    expect(errors.map(({ message, locations }) => [message, locations])).toEqual([
      ['Cannot query field "nowhere" on type "Query".', [{ line: 2, column: 3 }]],
      ['Cannot query field "nothing" on type "Instance".', [{ line: 3, column: 23 }]],
    ]);
  });

  it('is told with a hint at what was meant, but to nobody who is not signed in', async () => {
    const ask = async (query: string, as: 'viewer' | 'nobody') =>
      JSON.stringify((await world.graphql(query, {}, { as })).errors);

    for (const query of [
      '{ instancez { nodes { id } } }',
      '{ viewer { naem } }',
      '{ viewer { ... on Instanze { id } } }',
      'mutation { signIn(inpud: {}) { viewer { name } } }',
      'mutation { signIn(input: { usernam: "a" }) { viewer { name } } }',
    ]) {
      expect(await ask(query, 'viewer')).toMatch(/Did you mean/);
      expect(await ask(query, 'nobody')).not.toMatch(/Did you mean|instances/);
    }
    expect(await ask('{ instances(orderBy: { field: NAME }) { totalCount } }', 'viewer')).toMatch(/HOSTNAME/);
    expect(await ask('{ instances(orderBy: { field: NAME }) { totalCount } }', 'nobody')).not.toMatch(
      /HOSTNAME/,
    );
  });
});

describe('a request of nearly a megabyte', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  it.each(longOperations)('gets a short answer: %s', async (_, operation) => {
    const { query, variables } = operation(704_000);

    const { codes, errors, status } = await world.graphql(query, variables);

    expect([[], ['BAD_USER_INPUT'], ['QUERY_TOO_COMPLEX']]).toContainEqual([...new Set(codes)]);
    expect([200, 400]).toContain(status);
    expect(JSON.stringify(errors).length).toBeLessThan(5000);
  });

  it('that fails at many places is told each of them, however many lines stand before', async () => {
    const fields = Array.from({ length: 48 }, (_, n) => `a${n}: node(id: "usr-1") { id }`);

    const { errors } = await world.graphql(
      `${'\n'.repeat(480_000)}{ ${fields.join('\n')} }`,
      {},
      { as: 'viewer' },
    );

    expect(errors.map(({ locations }) => locations![0]!.line)).toEqual(fields.map((_, n) => 480_001 + n));
  });

  it('that spreads a fragment at many places is refused with the most that it may ask for', async () => {
    const names = (letter: string, count: number) => Array.from({ length: count }, (_, n) => letter + n);
    const places = names('x', 960).map((name) => `${name} { ...F }`);

    const { errors } = await world.graphql(
      `fragment F on Query { ${names('a', 4800).join(' ')} } { ${places.join(' ')} }`,
    );

    expect(errors[0]!.message).toMatch(/asks for more than 10000 fields/);
  });
});
