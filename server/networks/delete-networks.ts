import type { EntityManager } from '@mikro-orm/core';
import { keepUsed, type PrepareDeletion } from '../records/deletion.ts';
import { GroupMembership } from './group-membership.entity.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import type { SecurityGroup } from './security-group.entity.ts';
import { Subnet } from './subnet.entity.ts';
import type { Vpc } from './vpc.entity.ts';

/** Subnets that instances are in stay, unless forced: then their interfaces are in none. */
export const prepareSubnetDeletion: PrepareDeletion<Subnet> = async (em, doomed, how) => {
  const connected = await interfacesIn(
    em,
    doomed.map(({ record }) => record),
  );
  keepUsed(doomed, (subnet) => (connected.get(subnet) ?? []).map(({ instance }) => instance), how);
  return (subnet) => removeSubnet(em, subnet, connected);
};

/** VPCs that have subnets stay, unless forced: then those go with them. */
export const prepareVpcDeletion: PrepareDeletion<Vpc> = async (em, doomed, how) => {
  const records = doomed.map(({ record }) => record);
  const subnets = await em.find(Subnet, { vpc: { $in: records } }, { orderBy: { name: 'asc' } });
  const parts = Map.groupBy(subnets, ({ vpc }) => vpc);
  keepUsed(doomed, (vpc) => parts.get(vpc) ?? [], how);
  const connected = await interfacesIn(em, subnets);
  return (vpc) => {
    for (const subnet of parts.get(vpc) ?? []) removeSubnet(em, subnet, connected);
    em.remove(vpc);
  };
};

/** Groups that instances are in stay, unless forced: then nobody is in them any more. */
export const prepareGroupDeletion: PrepareDeletion<SecurityGroup> = async (em, doomed, how) => {
  const found = await em.find(
    GroupMembership,
    { group: { $in: doomed.map(({ record }) => record) } },
    { populate: ['instance', 'interface'] },
  );
  const memberships = Map.groupBy(found, ({ group }) => group);
  keepUsed(doomed, (group) => (memberships.get(group) ?? []).map(({ instance }) => instance), how);
  return (group) => {
    for (const membership of memberships.get(group) ?? []) em.remove(membership);
    em.remove(group);
  };
};

/** The interfaces in each of the subnets, with their instances. */
const interfacesIn = async (em: EntityManager, subnets: Subnet[]) =>
  Map.groupBy(
    await em.find(NetworkInterface, { subnet: { $in: subnets } }, { populate: ['instance'] }),
    ({ subnet }) => subnet!,
  );

/** Takes the interfaces out of it one by one, so that the history of each instance tells of it. */
function removeSubnet(em: EntityManager, subnet: Subnet, connected: Map<Subnet, NetworkInterface[]>): void {
  for (const one of connected.get(subnet) ?? []) one.subnet = null;
  em.remove(subnet);
}
