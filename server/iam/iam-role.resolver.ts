import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { NamedKind } from '../records/named-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import { CredentialsState, credentialsStateOf } from './credentials-state.ts';
import { instancesWith, releaseRoles, roleUsers } from './delete-roles.ts';
import { IamRole } from './iam-role.entity.ts';
import { IsRoleName, RoleChanges } from './iam-role.inputs.ts';
import { iamRoles } from './iam-role.references.ts';
import { planRoles } from './plan-roles.ts';

const kind: NamedKind<IamRole, RoleChanges> = {
  of: iamRoles,
  property: 'iamRole',
  words: { one: 'a role', many: 'roles' },
  plural: { query: 'iamRoles', list: 'iamRoles' },
  changes: RoleChanges,
  creation: RoleChanges,
  nameRule: IsRoleName,
  make: (name) => new IamRole(name),
  plan: async (requests, context) => planRoles(requests, context),
  users: roleUsers,
  machinesWith: instancesWith,
  guardedFields: {
    name: ['name'],
    instanceProfileArn: ['givenProfileArn'],
    instanceProfileId: ['instanceProfileId'],
    credentials: ['sealedCredentials', 'credentialsExpireAt', 'credentialsUpdatedAt', 'failureCode'],
    failure: ['failureCode', 'failureMessage'],
  },
  release: releaseRoles,
};

/** The fields of a role that are not columns. */
@Resolver(() => IamRole)
class IamRoleFieldsResolver {
  @FieldResolver(() => CredentialsState, {
    description: 'The state of the credentials; the credentials themselves are shown only to instances.',
  })
  credentialsState(@Root() role: IamRole, @Ctx() { encryption, clock }: Context) {
    return credentialsStateOf(role, { encryption, now: clock() });
  }

  @FieldResolver(() => InstanceConnection, {
    description: 'The instances that have the role as `iamRole` or `identityRole`.',
  })
  instances(@Root() { id }: IamRole, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    const [list, where] = [`instances of ${id}`, instancesWith([id])];
    return findPage(em, Instance, { list, args, where, order: { hostnameKey: 'asc' } });
  }
}

export const iamRoleResolvers = [...namedResolvers(kind, 'roles'), IamRoleFieldsResolver] as const;
