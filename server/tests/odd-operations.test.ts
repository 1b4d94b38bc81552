/** Every well-formed request is answered, or refused as the client's mistake: never as a failure of the server. */
import { beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLInputType,
} from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import type { ApiError } from './support/graphql-client.ts';
import { onBothDatabases, type World } from './support/world.ts';

const schema = buildApiSchema();
const mistake = ['BAD_USER_INPUT'];

/** Requests and their answers: the codes of errors, or data. */
const odd: [string, object, string[] | object][] = [
  ['a subscription', { query: 'subscription { __typename }' }, mistake],
  ['the type of the changes', { query: 'mutation { __typename }' }, { __typename: 'Mutation' }],
  ['the type of the questions', { query: '{ __typename }' }, { __typename: 'Query' }],
  ['an operation that is not there', { query: 'query A { __typename }', operationName: 'B' }, mistake],
  ['an operation without a name', { query: 'query A { __typename }', operationName: '' }, mistake],
  [
    'one of several',
    { query: 'query A { __typename } query B { setup { hasUsers } }', operationName: 'A' },
    { __typename: 'Query' },
  ],
  ['none of several', { query: 'query A { __typename } query B { __typename }' }, mistake],
  ['two without a name', { query: '{ __typename } { __typename }' }, mistake],
  ['nothing but a fragment', { query: 'fragment F on Viewer { name }' }, mistake],
  ['nothing but a type', { query: 'type A { a: Int }' }, mistake],
  ['a type besides', { query: '{ __typename } type A { a: Int }' }, mistake],
  ['an empty document', { query: '' }, mistake],
  ['blanks', { query: ' \n' }, mistake],
  ['a comment', { query: '# nothing' }, mistake],
  ['no document', { variables: {} }, mistake],
  ['a document that is no text', { query: { kind: 'Document' } }, mistake],
  ['variables that are a list', { query: '{ __typename }', variables: [] }, mistake],
  ['variables that are a text', { query: '{ __typename }', variables: '{}' }, mistake],
  ['variables that are null', { query: '{ __typename }', variables: null }, { __typename: 'Query' }],
  [
    'variables that nobody asks for',
    { query: '{ __typename }', variables: { a: [{}], __proto__: 1 } },
    { __typename: 'Query' },
  ],
  ['a name that is a number', { query: '{ __typename }', operationName: 1 }, mistake],
  ['extensions', { query: '{ __typename }', extensions: { a: 1 } }, { __typename: 'Query' }],
  ['extensions that are a text', { query: '{ __typename }', extensions: 'a' }, mistake],
  ['a persisted document', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a' } } }, mistake],
  ['@defer', { query: '{ ... @defer { __typename } }' }, mistake],
  ['@stream', { query: '{ instances { nodes @stream { id } } }' }, mistake],
  ['@oneOf', { query: '{ __typename @oneOf }' }, mistake],
  ['a directive twice', { query: '{ __typename @skip(if: false) @skip(if: false) }' }, mistake],
  ['a directive without its argument', { query: '{ __typename @include }' }, mistake],
  ['a directive with null', { query: '{ __typename @include(if: null) }' }, mistake],
  [
    'a directive whose variable is null',
    { query: 'query ($a: Boolean = true) { __typename @include(if: $a) }', variables: { a: null } },
    mistake,
  ],
  [
    'an argument whose variable is null',
    { query: 'query ($a: ID = "a") { node(id: $a) { id } }', variables: { a: null } },
    mistake,
  ],
  ['nothing that is left', { query: '{ __typename @skip(if: true) }' }, {}],
  ['a fragment on another type', { query: '{ ... on Mutation { __typename } }' }, mistake],
  ['a fragment on a scalar', { query: '{ ... on String { length } }' }, mistake],
  ['a fragment that nobody knows', { query: '{ ...F }' }, mistake],
  ['fields of a scalar', { query: '{ setup { hasUsers { a } } }' }, mistake],
  ['an object without fields', { query: '{ setup }' }, mistake],
  [
    'the schema in depth',
    {
      query:
        '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    },
    mistake,
  ],
  ['a type that is not there', { query: '{ __type(name: "Nothing") { name } }' }, { __type: null }],
  ['a number above all', { query: '{ instances(first: 99999999999) { totalCount } }' }, mistake],
  ['a variable of an unknown type', { query: 'query ($a: Nothing) { __typename }' }, mistake],
  ['a variable of a type of answers', { query: 'query ($a: Instance) { __typename }' }, mistake],
  ['a name from the inside of JavaScript', { query: '{ constructor: __typename toString }' }, mistake],
  [
    'keys from the inside of JavaScript',
    {
      query: 'query ($by: InstanceBy!) { instance(by: $by) { id } }',
      variables: { by: JSON.parse('{ "__proto__": "a", "constructor": 1 }') as object },
    },
    mistake,
  ],
];

onBothDatabases('a request', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.instance();
  });

  it.each(odd)('for %s is answered, or the mistake of the client', async (_, body, expected) => {
    const response = await fetch(world.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${world.tokens.viewer}` },
      body: JSON.stringify(body),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: ApiError[] };

    const codes = new Set(errors?.map(({ extensions }) => extensions.code));
    expect(errors ? [...codes] : data).toEqual(expected);
    expect(response.status).toBeLessThan(500);
  });

  it('with any arguments is answered, or the mistake of the client', async () => {
    const kinds = ['query', 'mutation'] as const;
    const fields = kinds.flatMap((kind) =>
      Object.values((kind === 'query' ? schema.getQueryType() : schema.getMutationType())!.getFields())
        .filter(({ name }) => name !== 'signOut')
        .map((field) => ({ kind, field })),
    );
    const operations = fc.constantFrom(...fields).chain(({ kind, field }) => {
      const given = field.args.map(({ name, type, ...rest }) =>
        fc
          .option(anyValue(type), {
            nil: undefined,
            freq: isRequiredArgument({ name, type, ...rest }) ? 1000 : 2,
          })
          .map((value) => ({ name, type, value })),
      );
      return fc
        .tuple(...given)
        .map((args) => ({ kind, field, args: args.filter(({ value }) => value !== undefined) }));
    });

    await fc.assert(
      fc.asyncProperty(operations, async ({ kind, field, args }) => {
        const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(' ');
        const call = args.map(({ name }) => `${name}: $${name}`).join(' ');
        const below = isCompositeType(getNamedType(field.type)) ? '{ __typename }' : '';
        const query = `${kind}${declared && ` (${declared})`} { ${field.name}${call && `(${call})`} ${below} }`;
        const variables = Object.fromEntries(args.map(({ name, value }) => [name, value]));

        const { codes, status } = await world.graphql(query, variables, { as: 'superuser' });

        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});

/** Texts that have a special meaning to some program. */
const texts = [
  '',
  ' ',
  'x',
  'web-1',
  '%',
  '_',
  "'",
  '\\',
  '"',
  'ä',
  '😀',
  '\u2028',
  '\u0001',
  'x'.repeat(300),
  'constructor',
  '__proto__',
  '10.0.0.1',
  '10.0.0.0/24',
  'fe80::1',
  '52:54:00:00:00:01',
  '00000000-0000-0000-0000-000000000000',
  'AA==',
  '2026-01-01T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  'meta-data/a',
  '../..',
  'ins-0',
  'i-0a1b2c3d4e5f67890',
  'default',
  'us-east-1a',
];

function anyValue(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable))
    return fc.array(anyValue(nullable.ofType as GraphQLInputType, depth + 1), { maxLength: 3 });
  if (isEnumType(nullable)) return fc.constantFrom(...nullable.getValues().map(({ name }) => name));
  if (nullable.toString() === 'Boolean') return fc.boolean();
  if (nullable.toString() === 'Int')
    return fc.oneof(fc.constantFrom(0, 1, -1, 500, 2147483647, -2147483648), fc.integer());
  if (!isInputObjectType(nullable)) return fc.oneof(fc.constantFrom(...texts), fc.string());
  const fields = Object.values(nullable.getFields()).filter(
    (field) => isRequiredInputField(field) || depth < 3,
  );
  return fc.record(
    Object.fromEntries(
      fields.map((field) => {
        const value = anyValue(field.type, depth + 1);
        return [
          field.name,
          isRequiredInputField(field) ? value : fc.option(value, { nil: undefined, freq: 1 }),
        ];
      }),
    ),
  );
}
