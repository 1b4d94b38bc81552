import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../graphql/context.ts';
import { findPage, PageArgs } from '../graphql/page.ts';
import { populate } from '../graphql/populate.ts';
import { getByRef } from '../graphql/references.ts';
import { IsName } from '../graphql/validators.ts';
import { InstanceConnection } from '../instances/instance.connection.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { NamedKind } from '../records/named-kind.ts';
import { namedResolvers } from '../records/named-resolvers.ts';
import { attachInterfaces } from './attach-interfaces.ts';
import { archivedSubnets, machinesInSubnets, releaseSubnets, subnetUsers } from './delete-networks.ts';
import { subnets, vpcs } from './network.references.ts';
import { planSubnets } from './plan-subnets.ts';
import { SubnetConnection } from './subnet.connection.ts';
import { Subnet } from './subnet.entity.ts';
import { subnetPayloads } from './subnet.payloads.ts';
import { subnetWarningResolvers } from './subnet-warnings.ts';
import { NewSubnet, SubnetChanges, SubnetFilter } from './subnet.inputs.ts';
import { Vpc } from './vpc.entity.ts';

const kind: NamedKind<Subnet, SubnetChanges> = {
  of: subnets,
  property: 'subnet',
  words: { one: 'a subnet', many: 'subnets' },
  plural: { query: 'subnets', list: 'subnets' },
  changes: SubnetChanges,
  creation: NewSubnet,
  nameRule: IsName,
  list: {
    connection: SubnetConnection,
    filter: SubnetFilter,
    where: async ({ vpc }: SubnetFilter, em) => (vpc ? { vpc: (await getByRef(em, vpcs, vpc)).id } : {}),
  },
  make: (name) => new Subnet(name),
  plan: planSubnets,
  settle: attachInterfaces,
  payloads: subnetPayloads,
  users: subnetUsers,
  machinesWith: machinesInSubnets,
  archived: archivedSubnets,
  restoring: {
    inputFrom: async ({ spec, status }) => ({ ...spec, vpc: status.identity.vpc }),
  },
  guardedFields: {
    name: ['name'],
    vpc: ['vpc'],
    ipv4CidrBlock: ['ipv4CidrBlock'],
    ipv6CidrBlocks: ['ipv6CidrBlocks'],
    ipv4Gateway: ['ipv4Gateway'],
    ipv6Gateway: ['ipv6Gateway'],
    dnsServers: ['dnsServers'],
    dhcp: ['dhcp'],
  },
  release: releaseSubnets,
};

/** The fields of a subnet that need other tables. */
@Resolver(() => Subnet)
class SubnetFieldsResolver {
  @FieldResolver(() => Vpc, { description: 'The VPC that contains the subnet.' })
  async vpc(@Root() subnet: Subnet, @Ctx() { em }: Context) {
    await populate(em, subnet, ['vpc']);
    return subnet.vpc;
  }

  @FieldResolver(() => InstanceConnection, { description: 'The instances with an interface in the subnet.' })
  instances(@Root() { id }: Subnet, @Args(() => PageArgs) args: PageArgs, @Ctx() { em }: Context) {
    const where = { interfaces: { $some: { subnet: id } } };
    const list = `instances of ${id}`;
    return findPage(em, Instance, { list, args, where, order: { hostnameKey: 'asc' } });
  }
}

/** All resolvers of subnets. */
export const subnetResolvers = [
  ...namedResolvers(kind, 'networks'),
  SubnetFieldsResolver,
  ...subnetWarningResolvers,
] as const;
