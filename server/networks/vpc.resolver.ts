import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { IsName } from '../graphql/validators.ts';
import type { NamedKind } from '../records/named-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import { archivedVpcs, machinesInVpcs, releaseVpcs, vpcUsers } from './delete-networks.ts';
import { vpcs } from './network.references.ts';
import { planVpcs } from './plan-vpcs.ts';
import { SubnetConnection } from './subnet.connection.ts';
import { Subnet } from './subnet.entity.ts';
import { Vpc } from './vpc.entity.ts';
import { VpcChanges } from './vpc.inputs.ts';

const kind: NamedKind<Vpc, VpcChanges> = {
  of: vpcs,
  property: 'vpc',
  words: { one: 'a VPC', many: 'VPCs' },
  plural: { query: 'vpcs', list: 'vpcs' },
  changes: VpcChanges,
  creation: VpcChanges,
  nameRule: IsName,
  make: (name) => new Vpc(name),
  plan: planVpcs,
  users: vpcUsers,
  machinesWith: machinesInVpcs,
  archived: archivedVpcs,
  release: releaseVpcs,
};

/** The fields of a VPC that need other tables. */
@Resolver(() => Vpc)
class VpcFieldsResolver {
  @FieldResolver(() => SubnetConnection, { description: 'The subnets of the VPC.' })
  subnets(@Root() { id }: Vpc, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    const list = `subnets of ${id}`;
    return findPage(em, Subnet, { list, args, where: { vpc: id }, order: { name: 'asc' } });
  }
}

/** All resolvers of VPCs. */
export const vpcResolvers = [...namedResolvers(kind, 'networks'), VpcFieldsResolver] as const;
