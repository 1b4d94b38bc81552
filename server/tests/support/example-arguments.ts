/** The smallest operation that the schema allows on a field: its required arguments and nothing else. */
import {
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';

const scalars: Record<string, string> = {
  String: '"x"',
  ID: '"ins-0"',
  Ref: '"nobody"',
  Int: '1',
  Boolean: 'true',
  Bytes: '"AA=="',
  DateTime: '"2026-01-01T00:00:00Z"',
  IPAddress: '"192.0.2.1"',
  MACAddress: '"52:54:00:00:00:01"',
};

function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType as GraphQLInputType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) return scalars[type.name] ?? 'null';
  const fields = Object.values(type.getFields()).filter(isRequiredInputField);
  return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
}

export function smallestOperation(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const given = field.args.filter(isRequiredArgument).map((arg) => `${arg.name}: ${literal(arg.type)}`);
  const call = given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name;
  return `${kind} { ${call} ${isCompositeType(getNamedType(field.type)) ? '{ __typename }' : ''} }`;
}
