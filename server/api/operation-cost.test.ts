import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  parse,
  validate,
  type GraphQLField,
  type GraphQLInputType,
  type OperationDefinitionNode,
} from 'graphql';
import { ArgumentCheck } from './check-arguments.ts';
import { costOf } from './operation-cost.ts';
import { buildApiSchema } from './schema.ts';

const schema = buildApiSchema();

function cost(source: string, variables: Record<string, unknown> = {}): number {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions as [OperationDefinitionNode];
  return costOf({ schema, document, operation, variables, check: new ArgumentCheck() });
}

/** A literal of any value that a client may write, and of some that it should not. */
function anyLiteral(type: GraphQLInputType, depth = 0): fc.Arbitrary<string> {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable))
    return fc
      .array(anyLiteral(nullable.ofType as GraphQLInputType, depth + 1), { maxLength: 3 })
      .map((items) => `[${items.join(', ')}]`);
  if (isEnumType(nullable)) return fc.constantFrom(...nullable.getValues().map(({ name }) => name));
  if (nullable.toString() === 'Int') return fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(String);
  if (nullable.toString() === 'Boolean') return fc.boolean().map(String);
  if (!isInputObjectType(nullable)) return fc.string().map((text) => JSON.stringify(text.toWellFormed()));
  const fields = Object.values(nullable.getFields()).filter(
    (field) => isRequiredInputField(field) || depth === 0,
  );
  return fc
    .tuple(
      ...fields.map((field) => anyLiteral(field.type, depth + 1).map((value) => `${field.name}: ${value}`)),
    )
    .map((given) => `{ ${given.join(', ')} }`);
}

/** Every field of the schema that takes arguments. */
const fieldsWithArguments = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .filter(({ name }) => !name.startsWith('__'))
  .flatMap((type) =>
    Object.values(type.getFields())
      .filter(({ args }) => args.length > 0)
      .map((field) => ({ name: `${type.name}.${field.name}`, type: type.name, field })),
  );

function operationOf(type: string, field: GraphQLField<unknown, unknown>, given: string[]): string {
  const args = given.length > 0 ? `(${given.join(', ')})` : '';
  const below = isCompositeType(getNamedType(field.type)) ? '{ __typename }' : '';
  const call = `${field.name}${args} ${below}`;
  if (type === 'Query') return `{ ${call} }`;
  return type === 'Mutation' ? `mutation { ${call} }` : `{ node(id: "x") { ... on ${type} { ${call} } } }`;
}

describe('the cost of a field', () => {
  it.each(fieldsWithArguments)(
    'is never less for an argument, whatever its value: $name',
    ({ type, field }) => {
      const argument = (of: (typeof field.args)[number]) =>
        anyLiteral(of.type).map((value) => `${of.name}: ${value}`);
      const given = fc.tuple(
        ...field.args.map((one) =>
          isRequiredArgument(one) ? argument(one) : fc.option(argument(one), { nil: undefined }),
        ),
      );
      const emptyPage = field.args.some(({ name }) => name === 'first') ? ['first: 0'] : [];

      fc.assert(
        fc.property(given, (args) => {
          const all = args.flatMap((one) => one ?? []);
          const required = args.flatMap((one, index) => (isRequiredArgument(field.args[index]!) ? one! : []));
          const asked = cost(operationOf(type, field, all));
          const least = cost(operationOf(type, field, [...required, ...emptyPage]));

          expect(Number.isSafeInteger(asked)).toBe(true);
          expect(asked).toBeGreaterThanOrEqual(least);
        }),
        { numRuns: 20 },
      );
    },
  );

  const pageOf = (args: string) => cost(`{ instances${args} { nodes { id hostname } } }`);

  it('grows with the page, and counts what is no page as the largest', () => {
    const pages = [0, 1, 49, 50, 51, 499, 500].map((first) => pageOf(`(first: ${first})`));

    expect(pages).toEqual(pages.toSorted((a, b) => a - b));
    expect(pageOf('')).toBe(pageOf('(first: 50)'));
    for (const args of ['(first: -2000000000)', '(first: 501)', '(last: -1)', '(first: 0, last: 500)'])
      expect(pageOf(args)).toBe(pageOf('(first: 500)'));
  });

  it('is charged for lists without pages, and for what is asked of each of their objects', () => {
    const of = (selection: string) => cost(`{ instances(first: 500) { nodes { ${selection} } } }`);

    expect(of('id keys { name }')).toBeGreaterThan(10 * (of('id name: hostname') - of('id')));
    expect(of('addresses')).toBeGreaterThan(of('id'));
    expect(of('interfaces { securityGroups { id } }')).toBeGreaterThan(500 * 100);
  });

  it('of a change grows with what it is given and with its results', () => {
    const change =
      'mutation ($input: DeleteInstancesInput!) { deleteInstances(input: $input) { results { index } } }';
    const of = (count: number) => cost(change, { input: { ids: Array.from({ length: count }, String) } });

    const [item, result] = [5, 2];

    expect(of(500) - of(1)).toBe(499 * (item + result));
  });

  it('of a fragment is counted wherever it is spread, and found out once', () => {
    const doubling = Array.from(
      { length: 200 },
      (_, n) => `fragment F${n} on Viewer { ...F${n + 1} ...F${n + 1} }`,
    );

    expect(cost('{ viewer { ...F ...F } } fragment F on Viewer { name }')).toBe(
      cost('{ viewer { a: name b: name } }'),
    );
    expect(cost(`{ viewer { ...F0 } } ${doubling.join(' ')} fragment F200 on Viewer { name }`)).toBe(
      1 + 2 ** 200,
    );
  });

  it('does not count what is left out', () => {
    const source = 'query ($with: Boolean!) { instances { nodes { id keys @include(if: $with) { name } } } }';

    expect(cost(source, { with: false })).toBe(cost('{ instances { nodes { id } } }'));
    expect(cost(source, { with: true })).toBe(cost('{ instances { nodes { id keys { name } } } }'));
  });
});
