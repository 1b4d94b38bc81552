import type { EntityManager } from '@mikro-orm/core';
import { findAll } from '../graphql/find-all.ts';
import { findByRefs } from '../graphql/references.ts';
import { defaultGroup, defaultGroupName } from '../networks/default-group.ts';
import { families, familyOf, isLinkLocal } from '../networks/ip-address.ts';
import { securityGroups, subnets } from '../networks/network.references.ts';
import { BlockIndex } from '../networks/overlap.ts';
import type { SecurityGroup } from '../networks/security-group.entity.ts';
import { admits, blocksOf } from '../networks/subnet-blocks.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** What the inputs of one call say of subnets and groups, looked up. */
export interface NetworkReferences {
  /** By the references that the inputs use. */
  subnets: Map<string, Subnet>;
  /** By the references that the inputs use; `default` is always there where it may be needed. */
  groups: Map<string, SecurityGroup>;
  /** The registered subnet that addresses lie in, the primary one first; undefined where there is none, or no one alone. */
  subnetAround(addresses: string[]): Subnet | undefined;
}

/** Looks up what the inputs of one call refer to: a few queries, however many inputs there are. */
export async function findNetworkReferences(
  em: EntityManager,
  inputs: { input: InstanceChanges; isNew: boolean }[],
): Promise<NetworkReferences> {
  const said = inputs.flatMap(({ input }) => [input, ...(input.interfaces ?? [])]);
  const groupRefs = said.flatMap((one) => one.securityGroups ?? []).filter(Boolean);
  const groups = await findByRefs(em, securityGroups, groupRefs);
  const needsDefault = inputs.some(mayNeedDefault) || groupRefs.includes(defaultGroupName);
  if (needsDefault && !groups.has(defaultGroupName)) groups.set(defaultGroupName, await defaultGroup(em));
  const subnetRefs = said.flatMap(({ subnet }) => subnet ?? []);
  const mayLieInSubnet = said.some(({ addresses, subnet }) => subnet === undefined && addresses?.length);
  return {
    groups,
    subnets: await findByRefs(em, subnets, subnetRefs),
    subnetAround: mayLieInSubnet ? subnetFinder(await findAll(em, Subnet, {})) : () => undefined,
  };
}

const mayNeedDefault = ({ input, isNew }: { input: InstanceChanges; isNew: boolean }) =>
  isNew || input.interfaces !== undefined || input.securityGroups === null;

/** The first IPv4 address counts, or else the first IPv6 address; the subnet may not contradict the other one. */
function subnetFinder(registered: Subnet[]): NetworkReferences['subnetAround'] {
  const index = new BlockIndex(
    registered.flatMap((owner) =>
      families.flatMap((family) => blocksOf(owner, family).map((cidr) => ({ cidr, owner }))),
    ),
  );
  return (addresses) => {
    const firsts = firstOfEachFamily(addresses);
    return firsts
      .map((address) => index.around(address))
      .find((subnet) => subnet && firsts.every((address) => admits(subnet, address)));
  };
}

/** The first IPv4 and the first IPv6 address; a link-local one says nothing of the subnet. */
export const firstOfEachFamily = (addresses: string[]): string[] => {
  const ofSubnets = addresses.filter((address) => !isLinkLocal(address));
  return families.flatMap((family) => ofSubnets.find((address) => familyOf(address) === family) ?? []);
};
