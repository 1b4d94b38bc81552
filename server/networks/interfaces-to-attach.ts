import type { EntityManager } from '@mikro-orm/core';
import { findAll } from '../graphql/find-all.ts';
import { contains } from '../addresses/cidr.ts';
import { families } from '../addresses/ip-address.ts';
import { blocksOf, holds, type SubnetBlocks } from './subnet-blocks.ts';
import { firstOfEachFamily, subnetFinder } from './subnet-finder.ts';
import { Subnet } from './subnet.entity.ts';
import { unattachedInterfaces, type UnattachedInterface } from './unattached-interfaces.ts';

/** A subnet (undefined: a new one) and its planned blocks. */
interface Replanned {
  record: Subnet | undefined;
  facts: SubnetBlocks;
}

/**
 * Finds the interfaces that are in no subnet and lie in a block that a subnet gets, by the rules that would put a newly
 * registered one into it. An interface that was taken out of a subnet stays outside: its address lies in a block that
 * the subnet had before.
 */
export async function findInterfacesToAttach<Plan extends Replanned>(
  em: EntityManager,
  plans: Plan[],
): Promise<Map<Plan, UnattachedInterface[]>> {
  const newBlocks = new Map(plans.map((plan) => [plan, addedBlocks(plan)]));
  const blocks = [...newBlocks.values()].flat();
  if (blocks.length === 0) return new Map();
  const changed = new Set(plans.map(({ record }) => record));
  const others = (await findAll(em, Subnet, {})).filter((one) => !changed.has(one));
  const planOf = new Map<SubnetBlocks, Plan>(plans.map((plan) => [plan.facts, plan]));
  const ownerOf = subnetFinder<SubnetBlocks>([...others, ...planOf.keys()]);
  const found = new Map<Plan, UnattachedInterface[]>(plans.map((plan) => [plan, []]));
  for await (const some of unattachedInterfaces(em, blocks))
    for (const one of some) {
      const plan = planOf.get(ownerOf(one.addresses) ?? none);
      if (plan && liesInNewBlock(plan, newBlocks.get(plan)!, one.addresses)) found.get(plan)!.push(one);
    }
  return found;
}

const none: SubnetBlocks = { ipv4CidrBlock: null, ipv6CidrBlocks: [] };

const allBlocks = (subnet: SubnetBlocks | undefined) =>
  subnet ? families.flatMap((family) => blocksOf(subnet, family)) : [];

function addedBlocks({ record, facts }: Replanned): string[] {
  const present = new Set(allBlocks(record));
  return allBlocks(facts).filter((block) => !present.has(block));
}

/** True if a first address lies in one of the subnet's new blocks, and in none that it has already. */
const liesInNewBlock = ({ record }: Replanned, blocks: string[], addresses: string[]) =>
  firstOfEachFamily(addresses).some(
    (address) =>
      blocks.some((block) => contains(block, address)) && !(record !== undefined && holds(record, address)),
  );
