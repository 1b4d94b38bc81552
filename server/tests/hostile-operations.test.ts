/** Errors do not repeat values of an operation, and an operation takes time linear in its length. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { growthOf, leastTimeOf, maxGrowth } from './support/growth.ts';
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

/** Long operations, by their length: the document is long, or its variables are. */
const hostile: [string, (length: number) => { query: string; variables?: object }][] = [
  ['a text that hints', (n) => ({ query: create, variables: { input: ' Did you mean '.repeat(n / 14) } })],
  [
    'a field that hints',
    (n) => ({ query: create, variables: { input: { [' Did you mean '.repeat(n / 14)]: 1 } } }),
  ],
  [
    'a text that cannot be read',
    (n) => ({ query: create, variables: { input: '; at "a"; '.repeat(n / 10) } }),
  ],
  [
    'a list of wrong values',
    (n) => ({ query: create, variables: { input: { tags: Array(n / 2).fill(1) } } }),
  ],
  [
    'many fields',
    (n) => ({
      query: create,
      variables: { input: Object.fromEntries(Array.from({ length: n / 10 }, (_, i) => [`f${i}`, 1])) },
    }),
  ],
  [
    'a number that is none',
    (n) => ({ query: create, variables: { input: { hostname: 'a', launchIndex: '1'.repeat(n) } } }),
  ],
  [
    'an address',
    (n) => ({ query: create, variables: { input: { hostname: 'a', addresses: ['1.'.repeat(n / 2)] } } }),
  ],
  [
    'a moment',
    (n) => ({
      query: '{ auditEntries(filter: { since: $a }) { totalCount } }'.replace('{', 'query ($a: DateTime) {'),
      variables: { a: `2026-01-01T00:00:00.${'0'.repeat(n)}` },
    }),
  ],
  [
    'a name that no enum has',
    (n) => ({
      query: create,
      variables: { input: { hostname: 'a', metadataOptions: { httpTokens: 'Q'.repeat(n) } } },
    }),
  ],
  ['a host name', (n) => ({ query: create, variables: { input: { hostname: 'a-'.repeat(n / 2) } } })],
  [
    'a tag',
    (n) => ({ query: create, variables: { input: { hostname: 'a', tags: [{ key: '1_'.repeat(n / 2) }] } } }),
  ],
  [
    'a search',
    (n) => ({
      query: 'query ($a: String) { instances(search: $a) { totalCount } }',
      variables: { a: 'a '.repeat(n / 2) },
    }),
  ],
  [
    'a reference',
    (n) => ({ query: create, variables: { input: { hostname: 'a', userData: 'x'.repeat(n) } } }),
  ],
  [
    'a public key',
    (n) => ({
      query: 'mutation ($a: String!) { createSshKey(input: { publicKey: $a }) { outcome } }',
      variables: { a: 'ssh-rsa AAAA\n'.repeat(n / 13) },
    }),
  ],
  [
    'keys to import',
    (n) => ({
      query: 'mutation ($a: String!) { importSshKeys(input: { text: $a }) { summary { failed } } }',
      variables: { a: `ssh-rsa AAAA${'\nAAAA'.repeat(n / 5)}` },
    }),
  ],
  [
    'a template of templates',
    (n) => ({
      query:
        'mutation ($a: String!) { createUserData(input: { name: "t", text: $a, dryRun: true }) { outcome } }',
      variables: { a: '## template: jinja\n'.repeat(Math.min(n, 16_000) / 19) },
    }),
  ],
  [
    'a path',
    (n) => ({
      query: 'query ($a: String!) { instance(by: { hostname: "m" }) { metadata(path: $a) { status } } }',
      variables: { a: '/..'.repeat(n / 3) },
    }),
  ],
  [
    'a cursor',
    (n) => ({
      query: 'query ($a: String!) { instances(after: $a) { totalCount } }',
      variables: { a: 'W'.repeat(n) },
    }),
  ],
  ['a name in a document', (n) => ({ query: `{ ${'x'.repeat(n / 2)} }` })],
  ['a text in a document', (n) => ({ query: `{ instances(first: "${'x'.repeat(n / 2)}") { totalCount } }` })],
  ['a text that ends nowhere', (n) => ({ query: `{ instances(search: "${'x'.repeat(n / 2)}` })],
  ['signs', (n) => ({ query: `{ a(${'"a": '.repeat(n / 10)}) }` })],
  ['blocks of text', (n) => ({ query: `{ a(b: ${'"""" '.repeat(n / 10)}) }` })],
];

describe('a request of nearly a megabyte', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    await world.instance({ hostname: 'm' });
  });
  afterAll(() => world.close());

  it('that fails at many places takes hardly longer than at one, however many lines stand before them', async () => {
    const ask = (places: number) => {
      const fields = Array.from({ length: places }, (_, n) => `a${n}: node(id: "usr-1") { id }`);
      return world.graphql(`${'\n'.repeat(480_000)}{ ${fields.join('\n')} }`, {}, { as: 'viewer' });
    };

    const { errors } = await ask(48);
    const growth = (await leastTimeOf(() => ask(48))) / (await leastTimeOf(() => ask(1)));

    expect(growth).toBeLessThan(maxGrowth);
    expect(errors).toHaveLength(48);
    for (const [n, { locations }] of errors.entries()) expect(locations![0]!.line).toBe(480_001 + n);
  });

  it('that spreads a fragment at many places takes time in its length', async () => {
    const ask = async (count: number) => {
      const fields = Array.from({ length: count }, (_, n) => `a${n}`).join(' ');
      const places = Array.from({ length: count / 5 }, (_, n) => `x${n} { ...F }`).join(' ');
      return (await world.graphql(`fragment F on Query { ${fields} } { ${places} }`)).errors[0]!.message;
    };

    const growth = await growthOf(600, ask);

    expect(growth).toBeLessThan(maxGrowth);
    expect(await ask(4800)).toMatch(/asks for more than 10000 fields/);
  });

  it.each(hostile)('takes time in its length, and gets a short answer: %s', async (_, operation) => {
    const ask = async (length: number) => {
      const { query, variables } = operation(length);
      const { codes, errors, status } = await world.graphql(query, variables);
      return { codes: [...new Set(codes)], status, length: JSON.stringify(errors).length };
    };

    const growth = await growthOf(88_000, ask);
    const { codes, status, length } = await ask(704_000);

    expect(growth).toBeLessThan(maxGrowth);
    expect([[], ['BAD_USER_INPUT'], ['QUERY_TOO_COMPLEX']]).toContainEqual(codes);
    expect([200, 400]).toContain(status);
    expect(length).toBeLessThan(5000);
  });
});
