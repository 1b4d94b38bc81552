import type { EntityManager } from '@mikro-orm/core';
import { keepRecords } from '../database/transaction.ts';
import { findAll } from '../graphql/find-all.ts';
import { findByRefs } from '../graphql/references.ts';
import { defaultGroup, defaultGroupName } from '../networks/default-group.ts';
import { securityGroups, subnets } from '../networks/network.references.ts';
import { lockDerivedSubnets } from '../networks/lock-derived-subnets.ts';
import type { SecurityGroup } from '../networks/security-group.entity.ts';
import { subnetFinder, type SubnetFinder } from '../networks/subnet-finder.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import type { WriteRequest } from '../records/writable-kind.ts';
import type { Instance } from './instance.entity.ts';
import type { InstanceChanges } from './instance.inputs.ts';

/** The subnets and groups that the inputs of one call name, looked up. */
export interface NetworkReferences {
  /** By the references that the inputs use. */
  subnets: Map<string, Subnet>;
  /** By the references that the inputs use; includes `default` if it may be needed. */
  groups: Map<string, SecurityGroup>;
  /** Finds a subnet among all registered ones. */
  subnetAround: SubnetFinder<Subnet>;
}

type Request = Pick<WriteRequest<Instance, InstanceChanges>, 'input' | 'record'>;

/**
 * Looks up the references of the inputs of one call, with a few queries regardless of the number of inputs. The subnets
 * that interfaces may be added to are locked until the transaction ends, so that they reserve no address meanwhile.
 */
export async function findNetworkReferences(
  em: EntityManager,
  inputs: Request[],
): Promise<NetworkReferences> {
  const drafts = inputs.flatMap(({ input }) => [input, ...(input.interfaces ?? [])]);
  const groupRefs = drafts.flatMap((one) => one.securityGroups ?? []).filter(Boolean);
  const groups = await findByRefs(em, securityGroups, groupRefs);
  const needsDefault = inputs.some(mayNeedDefault) || groupRefs.includes(defaultGroupName);
  if (needsDefault && !groups.has(defaultGroupName)) groups.set(defaultGroupName, await defaultGroup(em));
  const subnetRefs = drafts.flatMap(({ subnet }) => subnet ?? []);
  const mayLieInSubnet = drafts.some(({ addresses, subnet }) => subnet === undefined && addresses?.length);
  if (mayLieInSubnet) await lockDerivedSubnets(em, 'shared');
  const named = await findByRefs(em, subnets, subnetRefs);
  const subnetAround: SubnetFinder<Subnet> = mayLieInSubnet
    ? subnetFinder(await findAll(em, Subnet, {}))
    : () => undefined;
  const around = drafts.flatMap(({ addresses, subnet }) =>
    subnet === undefined ? (subnetAround((addresses ?? []).filter(Boolean)) ?? []) : [],
  );
  await keepRecords(em, Subnet, [
    ...new Set([...named.values(), ...around, ...inputs.flatMap(presentSubnets)]),
  ]);
  return { groups, subnets: named, subnetAround };
}

const presentSubnets = ({ input, record }: Request): Subnet[] =>
  input.addresses !== undefined || input.interfaces !== undefined
    ? (record?.orderedInterfaces ?? []).flatMap(({ subnet }) => subnet ?? [])
    : [];

const mayNeedDefault = ({ input, record }: Request) =>
  !record || input.interfaces !== undefined || input.securityGroups === null;
