import type { EntityManager } from '@mikro-orm/core';
import { keepRecords } from '../database/transaction.ts';
import { findAll } from '../graphql/find-all.ts';
import { findByRefs } from '../graphql/references.ts';
import { defaultGroup, defaultGroupName } from '../networks/default-group.ts';
import { securityGroups, subnets } from '../networks/network.references.ts';
import type { SecurityGroup } from '../networks/security-group.entity.ts';
import { subnetFinder, type SubnetFinder } from '../networks/subnet-finder.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** What the inputs of one call say of subnets and groups, looked up. */
export interface NetworkReferences {
  /** By the references that the inputs use. */
  subnets: Map<string, Subnet>;
  /** By the references that the inputs use; `default` is always there where it may be needed. */
  groups: Map<string, SecurityGroup>;
  /** Among all that are registered. */
  subnetAround: SubnetFinder<Subnet>;
}

/** An input, and the instance that it is about; undefined for a new one. */
interface About {
  input: InstanceChanges;
  instance: Instance | undefined;
}

/**
 * Looks up what the inputs of one call refer to: a few queries, however many inputs there are. The subnets that machines
 * may come into stay as they are until the transaction ends, so that they keep no address for themselves meanwhile.
 */
export async function findNetworkReferences(em: EntityManager, inputs: About[]): Promise<NetworkReferences> {
  const said = inputs.flatMap(({ input }) => [input, ...(input.interfaces ?? [])]);
  const groupRefs = said.flatMap((one) => one.securityGroups ?? []).filter(Boolean);
  const groups = await findByRefs(em, securityGroups, groupRefs);
  const needsDefault = inputs.some(mayNeedDefault) || groupRefs.includes(defaultGroupName);
  if (needsDefault && !groups.has(defaultGroupName)) groups.set(defaultGroupName, await defaultGroup(em));
  const subnetRefs = said.flatMap(({ subnet }) => subnet ?? []);
  const mayLieInSubnet = said.some(({ addresses, subnet }) => subnet === undefined && addresses?.length);
  const named = await findByRefs(em, subnets, subnetRefs);
  const subnetAround: SubnetFinder<Subnet> = mayLieInSubnet
    ? subnetFinder(await findAll(em, Subnet, {}))
    : () => undefined;
  const around = said.flatMap(({ addresses, subnet }) =>
    subnet === undefined ? (subnetAround((addresses ?? []).filter(Boolean)) ?? []) : [],
  );
  await keepRecords(em, Subnet, [
    ...new Set([...named.values(), ...around, ...inputs.flatMap(presentSubnets)]),
  ]);
  return { groups, subnets: named, subnetAround };
}

const presentSubnets = ({ input, instance }: About): Subnet[] =>
  input.addresses !== undefined || input.interfaces !== undefined
    ? (instance?.orderedInterfaces ?? []).flatMap(({ subnet }) => subnet ?? [])
    : [];

const mayNeedDefault = ({ input, instance }: About) =>
  !instance || input.interfaces !== undefined || input.securityGroups === null;
