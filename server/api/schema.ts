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
import { ApiTokenResolver } from '../access/api-token.resolver.ts';
import { SessionResolver } from '../access/session.resolver.ts';
import { SignInResolver } from '../access/sign-in.resolver.ts';
import { UserResolver } from '../access/user.resolver.ts';
import { ArchivedResolver } from '../archive/archived.resolver.ts';
import { AuditResolver } from '../audit/audit.resolver.ts';
import { recordedContentResolvers } from '../contents/recorded-content.resolver.ts';
import { InstanceEventsResolver } from '../events/instance-events.resolver.ts';
import { MaintenanceResolver } from '../events/maintenance.resolver.ts';
import { checkInput } from '../graphql/check-input.ts';
import { DateTime } from '../graphql/scalars.ts';
import { InstanceMetadataResolver } from '../instances/instance-metadata.resolver.ts';
import { IdentityResolver } from '../identity/identity.resolver.ts';
import { iamRoleResolvers } from '../iam/iam-role.resolver.ts';
import { contentFieldsOf } from '../contents/content-fields.ts';
import { CustomMetadata } from '../instances/custom-metadata.entity.ts';
import { InstancesByFilterResolver } from '../jobs/instances-by-filter.resolver.ts';
import { JobResolver } from '../jobs/job.resolver.ts';
import { InstanceFieldsResolver } from '../instances/instance-fields.resolver.ts';
import { InstanceRestoringResolver } from '../instances/restoring.resolver.ts';
import { InstanceResolver } from '../instances/instance.resolver.ts';
import { NetworkInterfaceResolver } from '../networks/network-interface.resolver.ts';
import { securityGroupResolvers } from '../networks/security-group.resolver.ts';
import { subnetResolvers } from '../networks/subnet.resolver.ts';
import { vpcResolvers } from '../networks/vpc.resolver.ts';
import { sshKeyResolvers } from '../keys/ssh-key.resolver.ts';
import { lastRequestResolvers } from '../observed/last-request.resolver.ts';
import { userDataResolvers } from '../user-data/user-data.resolver.ts';
import { deadlineGate } from './deadline.gate.ts';
import { NodeResolver } from './node.resolver.ts';
import { permissionGate } from './permission.gate.ts';
import { unitOfWork } from './unit-of-work.ts';

/** Builds the schema of the whole API from the resolvers of all folders. */
export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      InstanceResolver,
      InstanceRestoringResolver,
      InstanceFieldsResolver,
      contentFieldsOf(CustomMetadata, { names: { bytes: 'bytes', text: 'value' }, cost: 3 }),
      InstanceEventsResolver,
      InstancesByFilterResolver,
      JobResolver,
      MaintenanceResolver,
      InstanceMetadataResolver,
      IdentityResolver,
      NetworkInterfaceResolver,
      ...vpcResolvers,
      ...lastRequestResolvers,
      ...iamRoleResolvers,
      ...subnetResolvers,
      ...securityGroupResolvers,
      ...sshKeyResolvers,
      ...userDataResolvers,
      SignInResolver,
      SessionResolver,
      UserResolver,
      ApiTokenResolver,
      AuditResolver,
      ArchivedResolver,
      ...recordedContentResolvers,
      NodeResolver,
    ],
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
  Object.assign(schema.getQueryType()!, { description: 'Every question.' });
  Object.assign(schema.getMutationType()!, { description: 'Every change.' });
  for (const { args } of Object.values(schema.getMutationType()!.getFields()))
    for (const input of args) input.description ??= getNamedType(input.type).description;
  return schema;
}

/** The schema as text, sorted, as `schema.graphql` holds it. */
export const schemaText = (schema: GraphQLSchema) => `${printSchema(lexicographicSortSchema(schema))}\n`;

export const writeSchema = (path: string) => writeFileSync(path, schemaText(buildApiSchema()));
