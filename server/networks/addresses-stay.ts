import type { EntityManager } from '@mikro-orm/core';
import type { Problems } from '../errors.ts';
import { families, familyOf } from './ip-address.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import { admits, blocksOf, holds, type SubnetBlocks } from './subnet-blocks.ts';
import type { Subnet } from './subnet.entity.ts';

/** A subnet (undefined: a new one), and the blocks that it is to have. */
interface Replanned {
  record: Subnet | undefined;
  facts: SubnetBlocks;
  problems: Problems;
}

const fieldOf = { ipv4: 'ipv4CidrBlock', ipv6: 'ipv6CidrBlocks' } as const;

/** Reports blocks that are taken from a subnet while machines in it have addresses there. */
export async function checkAddressesStay(em: EntityManager, plans: Replanned[]): Promise<void> {
  const changed = plans.filter(({ record, facts }) => record && hasOtherBlocks(record, facts));
  const interfaces = await em.find(
    NetworkInterface,
    { subnet: { $in: changed.flatMap(({ record }) => record ?? []) } },
    { populate: ['instance.addressRows'] },
  );
  const inSubnet = Map.groupBy(interfaces, ({ subnet }) => subnet);
  for (const { record, facts, problems } of changed)
    for (const { addresses, instance } of inSubnet.get(record!) ?? [])
      for (const address of addresses)
        if (holds(record!, address) && !admits(facts, address))
          problems.add(fieldOf[familyOf(address)], {
            code: 'DEPENDENCY_EXISTS',
            message: `${instance.hostname} has ${address}, which would be outside of the subnet.`,
            hint: 'Keep a block around it, or take the machine out of the subnet first.',
          });
}

const hasOtherBlocks = (before: SubnetBlocks, after: SubnetBlocks) =>
  families.some((family) => blocksOf(before, family).join() !== blocksOf(after, family).join());
