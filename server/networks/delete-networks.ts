import { LockMode, type EntityManager, type FilterQuery } from '@mikro-orm/core';
import { removalOf } from '../audit/changed-values.ts';
import { archive } from '../archive/archive.ts';
import { ArchivedKind } from '../archive/archived-kind.ts';
import type { MissingPart } from '../archive/missing-part.ts';
import { namedDocuments, type NamedArchive } from '../archive/named-documents.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Instance } from '../instances/instance.entity.ts';
import type { InstanceChange } from '../instances/change-instances.ts';
import type { MachinesWith } from '../instances/role-guard.ts';
import { takeFromInstances } from '../instances/take-from-instances.ts';
import type { Users } from '../records/deletion.ts';
import { attachmentTo } from './attach-interfaces.ts';
import { GroupMembership } from './group-membership.entity.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import { SecurityGroup } from './security-group.entity.ts';
import { Subnet } from './subnet.entity.ts';
import { Vpc } from './vpc.entity.ts';

/** The instances with an interface in a subnet. */
export const subnetUsers: Users<Subnet, Instance> = {
  entity: Instance,
  of: ({ id }) => ({ interfaces: { $some: { subnet: id } } }),
};

export const archivedSubnets: NamedArchive = {
  kind: ArchivedKind.SUBNET,
  entity: Subnet,
  usedIn: { entity: NetworkInterface, by: 'subnet_id' },
  notRestored: interfacesNotAttached,
};

/** A restored subnet gets the interfaces whose addresses lie in it, whatever subnet they were in. */
function interfacesNotAttached(usedBy: number, subnet: object): MissingPart | undefined {
  const { attached } = attachmentTo(subnet as Subnet);
  if (attached >= usedBy) return undefined;
  return {
    field: 'interfaces',
    message: `${usedBy} interfaces were in it when it was deleted, and ${attached} are in it now, by their addresses. Name it for others: updateInstance or upsertInstances with subnet.`,
  };
}

export const machinesInSubnets: MachinesWith = (ids) => ({ interfaces: { $some: { subnet: { $in: ids } } } });

export const archivedVpcs: NamedArchive = {
  kind: ArchivedKind.VPC,
  entity: Vpc,
  usedIn: { entity: Subnet, by: 'vpc_id' },
  notRestored: (usedBy) => ({
    field: 'subnets',
    message: `It had ${usedBy} subnets, which were archived with it: restore each of them.`,
  }),
};

/** Deleting a VPC deletes its subnets too. */
export const machinesInVpcs: MachinesWith = (ids) => ({
  interfaces: { $some: { subnet: { vpc: { $in: ids } } } },
});

/** The subnets of a VPC. */
export const vpcUsers: Users<Vpc, Subnet> = {
  entity: Subnet,
  of: ({ id }) => ({ vpc: id }),
  orderBy: { name: 'asc' },
};

/** The instances with an interface in a group. */
export const groupUsers: Users<SecurityGroup, Instance> = {
  entity: Instance,
  of: ({ id }) => ({ interfaces: { $some: { groupMemberships: { $some: { group: id } } } } }),
};

export const archivedGroups: NamedArchive = {
  kind: ArchivedKind.SECURITY_GROUP,
  entity: SecurityGroup,
  usedIn: { entity: GroupMembership, by: 'group_id' },
};

/** Takes the interfaces out of subnets, so that they are in none. */
export const releaseSubnets = (em: EntityManager, subnets: Subnet[]): Promise<void> =>
  emptySubnets(em, { id: { $in: subnets.map(({ id }) => id) } });

/** Deletes the subnets of VPCs. They are locked first: no interface comes into one meanwhile. */
export async function releaseVpcs(em: EntityManager, vpcs: Vpc[]): Promise<void> {
  const parts = { vpc: { $in: vpcs.map(({ id }) => id) } };
  const subnets = await em.find(Subnet, parts, locked);
  const ids = subnets.map(({ id }) => id);
  for (const some of chunksOf(ids))
    // with their users, before those leave
    await archive(em, archivedSubnets.kind, await namedDocuments(em, archivedSubnets, some));
  await emptySubnets(em, parts);
  for (const some of chunksOf(ids)) {
    for (const subnet of await em.find(Subnet, { id: { $in: some } })) em.remove(subnet);
    await em.flush();
  }
}

const locked = {
  fields: ['id'],
  orderBy: { id: 'asc' },
  lockMode: LockMode.PESSIMISTIC_WRITE,
  disableIdentityMap: true,
} as const;

/** Takes the instances out of security groups. */
export function releaseGroups(em: EntityManager, groups: SecurityGroup[]): Promise<void> {
  const group = { $in: groups.map(({ id }) => id) };
  return takeFromInstances(em, {
    where: { interfaces: { $some: { groupMemberships: { $some: { group } } } } },
    take: async (instances) => {
      const where = { group, instance: { $in: instances } };
      const options = { populate: ['group', 'interface'], disableIdentityMap: true } as const;
      const found = await em.find(GroupMembership, where, options);
      await em.nativeDelete(GroupMembership, where);
      return found.flatMap((one) =>
        removalOf(one).map((change): InstanceChange => [one.instance.id, change]),
      );
    },
  });
}

function emptySubnets(em: EntityManager, subnet: FilterQuery<Subnet>): Promise<void> {
  return takeFromInstances(em, {
    where: { interfaces: { $some: { subnet } } },
    take: async (instances) => {
      const where = { subnet, instance: { $in: instances } } as FilterQuery<NetworkInterface>;
      const found = await em.find(NetworkInterface, where, { disableIdentityMap: true });
      await em.nativeUpdate(NetworkInterface, { id: { $in: found.map(({ id }) => id) } }, { subnet: null });
      return found.map(outOfSubnet);
    },
  });
}

const outOfSubnet = ({ instance, label, subnet }: NetworkInterface): InstanceChange => [
  instance.id,
  { field: `${label}.subnet`, before: subnet!.id, after: null },
];
