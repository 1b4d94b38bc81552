import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import {
  getNamedType,
  isInputObjectType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
} from 'graphql';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
import { checkInput } from '../graphql/check-input.ts';
import { DateTime } from '../graphql/scalars.ts';
import { kinds } from '../kinds.ts';
import { deadlineGate } from './deadline.gate.ts';
import { NodeResolver } from './node.resolver.ts';
import { permissionGate } from './permission.gate.ts';
import { unitOfWork } from './unit-of-work.ts';

let built: GraphQLSchema | undefined;

/** The schema of the whole API, built from the resolvers of all kinds once a process. */
export const buildApiSchema = (): GraphQLSchema => (built ??= build());

function build(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [NodeResolver, ...kinds.flatMap(({ resolvers = [] }) => resolvers)],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    globalMiddlewares: [deadlineGate, permissionGate, unitOfWork],
    validateFn: checkInput as never,
    disableInferringDefaultValues: true,
    skipCheck: true, // it runs the introspection query; a test compares the schema with schema.graphql
  });
  return withInheritedExtensions(described(schema));
}

/** Adds to input fields the extensions declared in parent classes: only for inputs, type-graphql omits them. */
function withInheritedExtensions(schema: GraphQLSchema): GraphQLSchema {
  const { inputTypes } = getMetadataStorage();
  const fieldsOf = new Map(inputTypes.map(({ target, fields }) => [target as object, fields ?? []]));
  for (const { name, target } of inputTypes) {
    const type = schema.getType(name);
    const fields = isInputObjectType(type) ? type.getFields() : {};
    for (let above = target as object | null; above; above = Object.getPrototypeOf(above) as object | null)
      for (const { name: field, extensions } of fieldsOf.get(above) ?? [])
        Object.assign(fields[field] ?? {}, { extensions: { ...extensions, ...fields[field]?.extensions } });
  }
  return schema;
}

/** Describes what no decorator describes: the root types, and each `input` by its type. */
function described(schema: GraphQLSchema): GraphQLSchema {
  Object.assign(schema.getQueryType()!, { description: 'The query root of the API.' });
  Object.assign(schema.getMutationType()!, { description: 'The mutation root of the API.' });
  for (const { args } of Object.values(schema.getMutationType()!.getFields()))
    for (const input of args) input.description ??= getNamedType(input.type).description;
  return schema;
}

/** The schema as text, sorted, as `schema.graphql` holds it. */
export const schemaText = (schema: GraphQLSchema) => `${printSchema(lexicographicSortSchema(schema))}\n`;

export const writeSchema = (path: string) => writeFileSync(path, schemaText(buildApiSchema()));
