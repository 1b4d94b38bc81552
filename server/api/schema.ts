import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { ApiTokenResolver } from '../access/api-token.resolver.ts';
import { SessionResolver } from '../access/session.resolver.ts';
import { UserResolver } from '../access/user.resolver.ts';
import { AuditResolver } from '../audit/audit.resolver.ts';
import { checkInput } from '../graphql/check-input.ts';
import { DateTime } from '../graphql/scalars.ts';
import { GuestResolver } from '../guests/guest.resolver.ts';
import { InstanceFieldsResolver } from '../instances/instance-fields.resolver.ts';
import { InstanceResolver } from '../instances/instance.resolver.ts';
import { SshKeyResolver } from '../keys/ssh-key.resolver.ts';
import { UserDataResolver } from '../user-data/user-data.resolver.ts';
import { NodeResolver } from './node.resolver.ts';
import { permissionGate } from './permission.gate.ts';
import { unitOfWork } from './unit-of-work.ts';

/** The whole API, put together from the rooms' resolvers. */
export function buildApiSchema(): GraphQLSchema {
  return buildSchemaSync({
    resolvers: [
      InstanceResolver,
      InstanceFieldsResolver,
      GuestResolver,
      SshKeyResolver,
      UserDataResolver,
      SessionResolver,
      UserResolver,
      ApiTokenResolver,
      AuditResolver,
      NodeResolver,
    ],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    globalMiddlewares: [permissionGate, unitOfWork],
    validateFn: checkInput as never,
    disableInferringDefaultValues: true,
  });
}

/** The schema as text, sorted, as `schema.graphql` keeps it. */
export const schemaText = (schema: GraphQLSchema) => `${printSchema(lexicographicSortSchema(schema))}\n`;

export const writeSchema = (path: string) => writeFileSync(path, schemaText(buildApiSchema()));
