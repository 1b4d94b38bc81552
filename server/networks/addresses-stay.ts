import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { idsOf } from '../database/ids-of.ts';
import type { Problems } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Address } from './address.entity.ts';
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
  const bySubnet = new Map(changed.map((plan) => [plan.record!.id, plan]));
  if (bySubnet.size === 0) return;
  const interfaces = await idsOf(em, NetworkInterface, { subnet: { $in: [...bySubnet.keys()] } });
  for (const some of chunksOf(interfaces))
    for (const { address, hostname, subnet_id } of await addressesOn(em, some)) {
      const { record, facts, problems } = bySubnet.get(subnet_id)!;
      if (holds(record!, address) && !admits(facts, address))
        problems.add(fieldOf[familyOf(address)], {
          code: 'DEPENDENCY_EXISTS',
          message: `${hostname} has ${address}, which would be outside of the subnet.`,
          hint: 'Keep a block around it, or take the machine out of the subnet first.',
        });
    }
}

interface AddressRow {
  address: string;
  hostname: string;
  subnet_id: string;
}

/** As plain rows: there may be many thousands. */
const addressesOn = (em: EntityManager, interfaces: string[]): Promise<AddressRow[]> =>
  (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select(['a.address', 'i.hostname', 'n.subnet'] as never)
    .join('a.interface', 'n')
    .join('n.instance', 'i')
    .where({ interface: { $in: interfaces } })
    .orderBy({ address: 'asc' })
    .execute('all', false);

const hasOtherBlocks = (before: SubnetBlocks, after: SubnetBlocks) =>
  families.some((family) => blocksOf(before, family).join() !== blocksOf(after, family).join());
