import { Args, Ctx, Field, FieldResolver, InputType, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { IsLine } from '../graphql/validators.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { NamedKind } from '../records/named-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import { archivedGroups, groupUsers, releaseGroups } from './delete-networks.ts';
import { securityGroups } from './network.references.ts';
import { SecurityGroup } from './security-group.entity.ts';

@InputType()
class SecurityGroupChanges {
  @Field(() => String, { nullable: true, description: 'The purpose of the group; may be empty.' })
  description?: string | null;
}

const kind: NamedKind<SecurityGroup, SecurityGroupChanges> = {
  of: securityGroups,
  property: 'securityGroup',
  words: { one: 'a security group', many: 'security groups' },
  plural: { query: 'securityGroups', list: 'securityGroups' },
  changes: SecurityGroupChanges,
  creation: SecurityGroupChanges,
  nameRule: IsLine,
  make: (name) => new SecurityGroup(name),
  plan: async (requests) =>
    requests.map(({ input: { description } }) => (group) => {
      if (description !== undefined) group.description = description ?? '';
    }),
  users: groupUsers,
  archived: archivedGroups,
  release: releaseGroups,
};

/** The fields of a security group that need other tables. */
@Resolver(() => SecurityGroup)
class SecurityGroupFieldsResolver {
  @FieldResolver(() => InstanceConnection, {
    description: 'The instances with an interface in the security group.',
  })
  instances(@Root() { id }: SecurityGroup, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    const where = { interfaces: { $some: { groupMemberships: { $some: { group: id } } } } };
    const list = `instances of ${id}`;
    return findPage(em, Instance, { list, args, where, order: { hostnameKey: 'asc' } });
  }
}

/** All resolvers of security groups. */
export const securityGroupResolvers = [
  ...namedResolvers(kind, 'networks'),
  SecurityGroupFieldsResolver,
] as const;
