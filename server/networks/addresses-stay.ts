import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { idsOf } from '../database/ids-of.ts';
import type { Problems } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Address } from './address.entity.ts';
import { familyOfBlock } from '../addresses/cidr.ts';
import { families } from '../addresses/ip-address.ts';
import { reportFindings, type Finding } from './machine-findings.ts';
import { NetworkInterface } from './network-interface.entity.ts';
import { prefixesOf, type PrefixColumns } from './prefix-rows.ts';
import { admits, admitsPrefix, blockField, blocksOf, type SubnetBlocks } from './subnet-blocks.ts';
import type { Subnet } from './subnet.entity.ts';

/** A subnet (undefined: a new one) and its planned blocks. */
interface Replanned {
  record: Subnet | undefined;
  facts: SubnetBlocks;
  problems: Problems;
  name: string;
}

/**
 * Reports blocks that are removed from a subnet while machines in it have addresses or prefixes in them, and the first
 * block of a family while machines in it have addresses or prefixes outside.
 */
export async function checkAddressesStay(em: EntityManager, plans: Replanned[]): Promise<void> {
  const changed = plans.filter(({ record, facts }) => record && hasOtherBlocks(record, facts));
  const bySubnet = Map.groupBy(changed, ({ record }) => record!.id); // one may be named by several inputs
  if (bySubnet.size === 0) return;
  const findings = new Map<Replanned, Finding[]>(changed.map((plan) => [plan, []]));
  const report = (plan: Replanned, hostname: string, has: string) => {
    const wouldBe = `outside of the subnet ${plan.name}`;
    findings.get(plan)!.push({ hostname, has, field: blockField[familyOfBlock(has)], wouldBe });
  };
  for (const some of chunksOf(await idsOf(em, NetworkInterface, { subnet: { $in: [...bySubnet.keys()] } }))) {
    for (const { subnet_id: subnet, hostname, address } of await addressesOn(em, some))
      for (const plan of bySubnet.get(subnet)!)
        if (admits(plan.record!, address) && !admits(plan.facts, address)) report(plan, hostname, address);
    for (const row of await prefixesOn(em, some))
      for (const family of families)
        for (const has of prefixesOf(row, family))
          for (const plan of bySubnet.get(row.subnet_id)!)
            if (admitsPrefix(plan.record!, has) && !admitsPrefix(plan.facts, has))
              report(plan, row.hostname, has);
  }
  for (const [{ problems }, found] of findings) reportFindings(found, problems);
}

interface Row {
  hostname: string;
  subnet_id: string;
}

/** As plain rows: there may be many thousands. */
const addressesOn = (em: EntityManager, interfaces: string[]): Promise<(Row & { address: string })[]> =>
  (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select(['a.address', 'i.hostname', 'n.subnet'] as never)
    .join('a.interface', 'n')
    .join('n.instance', 'i')
    .where({ interface: { $in: interfaces } })
    .orderBy({ address: 'asc' })
    .execute('all', false);

type PrefixRow = Row & PrefixColumns;

const prefixesOn = (em: EntityManager, interfaces: string[]): Promise<PrefixRow[]> =>
  (em as SqlEntityManager)
    .createQueryBuilder(NetworkInterface, 'n')
    .select(['n.ipv4Prefixes', 'n.ipv6Prefixes', 'i.hostname', 'n.subnet'] as never)
    .join('n.instance', 'i')
    .where({ id: { $in: interfaces } })
    .orderBy({ id: 'asc' })
    .execute('all', false);

const hasOtherBlocks = (before: SubnetBlocks, after: SubnetBlocks) =>
  families.some((family) => blocksOf(before, family).join() !== blocksOf(after, family).join());
