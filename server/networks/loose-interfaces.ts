import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { chunksOf } from '../graphql/chunks.ts';
import { Address } from './address.entity.ts';
import { textStart } from '../addresses/cidr.ts';

/** An interface that is in no subnet, and its instance. */
export interface LooseInterface {
  interfaceId: string;
  instanceId: string;
  hostname: string;
  /** In the order of their positions. */
  addresses: string[];
}

/** The number of `like` conditions beyond which a statement is slower than one that reads all addresses. */
const maxStarts = 50;

/**
 * Yields the interfaces that are in no subnet and may have an address in one of these blocks: the database only
 * compares the text of addresses. They come as plain rows and in chunks, since there may be many thousands.
 */
export async function* looseInterfaces(
  em: EntityManager,
  blocks: string[],
  { withRoles }: { withRoles: boolean },
): AsyncGenerator<LooseInterface[], void> {
  const starts = [...new Set(blocks.map(textStart))];
  for (const ids of chunksOf(
    await interfacesWith(em, { starts: starts.length > maxStarts ? [''] : starts, withRoles }),
  )) {
    yield grouped(await rowsOf(em, ids));
    await setImmediate(); // lets other requests run
  }
}

async function interfacesWith(
  em: EntityManager,
  { starts, withRoles }: { starts: string[]; withRoles: boolean },
): Promise<string[]> {
  const begins = starts.map((start) => ({ address: { $like: `${start}%` } }));
  const ofMachines = withRoles ? {} : { 'i.iamRole': null, 'i.identityRole': null };
  const rows: { id: string }[] = await (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select('n.id' as never)
    .distinct()
    .join('a.interface', 'n')
    .join('a.instance', 'i')
    .where({ 'n.subnet': null, ...ofMachines, $or: begins } as never)
    .orderBy({ 'n.id': 'asc' } as never)
    .execute('all', false);
  return rows.map(({ id }) => id);
}

interface Row {
  address: string;
  interface_id: string;
  /** The id of the instance. */
  id: string;
  hostname: string;
}

const rowsOf = (em: EntityManager, interfaces: string[]): Promise<Row[]> =>
  (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select(['a.address', 'a.interface', 'i.id', 'i.hostname'] as never)
    .join('a.instance', 'i')
    .where({ interface: { $in: interfaces } })
    .orderBy([{ interface: 'asc' }, { position: 'asc' }])
    .execute('all', false);

function grouped(rows: Row[]): LooseInterface[] {
  const found = new Map<string, LooseInterface>();
  for (const { address, interface_id: interfaceId, id: instanceId, hostname } of rows) {
    const known = found.get(interfaceId);
    if (known) known.addresses.push(address);
    else found.set(interfaceId, { interfaceId, instanceId, hostname, addresses: [address] });
  }
  return [...found.values()];
}
