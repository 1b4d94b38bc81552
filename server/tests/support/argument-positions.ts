/** Finds every argument position in the schema that takes a text or a list, with an operation that puts a value there. */
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
  type GraphQLSchema,
} from 'graphql';

/** The values to put: `atScalar` by the scalar's name; `instead` replaces a list, given its smallest item. */
interface Put {
  atScalar(name: string): unknown;
  instead?(item: unknown): unknown[];
}

interface Position {
  path: string[];
  /** The name of the scalar, or `list`. */
  type: string;
  value: unknown;
}

/** An operation with a value at one position of its arguments, and the smallest values at all others. */
export interface ArgumentPosition {
  name: string;
  type: string;
  path: string[];
  query: string;
  variables: Record<string, unknown>;
}

const withoutText = new Set(['Int', 'Boolean', 'Float']);

export const argumentPositions = (schema: GraphQLSchema, put: Put): ArgumentPosition[] =>
  (['query', 'mutation'] as const).flatMap((kind) => {
    const fields = (kind === 'query' ? schema.getQueryType() : schema.getMutationType())!.getFields();
    return Object.values(fields).flatMap((field) =>
      field.args.flatMap((argument) =>
        placesIn(argument.type, put).map((position) => {
          const args = field.args.filter((one) => one === argument || isRequiredArgument(one));
          const declared = args.map((one) => `$${one.name}: ${String(one.type)}`).join(' ');
          const given = args.map((one) => `${one.name}: $${one.name}`).join(' ');
          const below = isCompositeType(getNamedType(field.type)) ? '{ __typename }' : '';
          return {
            name: [field.name, argument.name, ...position.path].join('.'),
            type: position.type,
            path: [argument.name, ...position.path],
            query: `${kind} (${declared}) { ${field.name}(${given}) ${below} }`,
            variables: {
              ...Object.fromEntries(args.map((one) => [one.name, smallest(one.type)])),
              [argument.name]: position.value,
            },
          };
        }),
      ),
    );
  });

/** Returns the smallest value of a type. */
function smallest(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable)) return [];
  if (isEnumType(nullable)) return nullable.getValues()[0]!.name;
  if (!isInputObjectType(nullable)) return { Int: 1, Boolean: true }[nullable.toString()] ?? 'x';
  const required = Object.values(nullable.getFields()).filter(isRequiredInputField);
  return Object.fromEntries(required.map(({ name, type: of }) => [name, smallest(of)]));
}

/** Returns every position in a type; an input type that contains itself is visited once. */
function placesIn(type: GraphQLInputType, put: Put, seen: string[] = []): Position[] {
  const nullable = getNullableType(type) as GraphQLInputType;
  if (isListType(nullable)) {
    const item = nullable.ofType as GraphQLInputType;
    const many = put.instead && { path: [], type: 'list', value: put.instead(smallest(item)) };
    const inside = placesIn(item, put, seen);
    return [
      ...(many ? [many] : []),
      ...inside.map((one) => ({ ...one, path: ['0', ...one.path], value: [one.value] })),
    ];
  }
  if (isInputObjectType(nullable)) {
    if (seen.includes(nullable.name)) return [];
    return Object.values(nullable.getFields()).flatMap((field) =>
      placesIn(field.type, put, [...seen, nullable.name]).map(({ path, type: of, value }) => ({
        path: [field.name, ...path],
        type: of,
        value: { ...(smallest(nullable) as object), [field.name]: value },
      })),
    );
  }
  const name = nullable.toString();
  return isEnumType(nullable) || withoutText.has(name)
    ? []
    : [{ path: [], type: name, value: put.atScalar(name) }];
}
