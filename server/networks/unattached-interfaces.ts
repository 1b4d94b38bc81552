import { setImmediate } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { placeholdersFor } from '../database/plain-rows.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Address } from './address.entity.ts';
import { textStart } from '../addresses/cidr.ts';
import { prefixesOf, type PrefixColumns } from './prefix-rows.ts';

/** An interface that is in no subnet, and its instance. */
export interface UnattachedInterface {
  interfaceId: string;
  instanceId: string;
  hostname: string;
  /** True if the instance has a role. */
  hasRole: boolean;
  /** In the order of their positions. */
  addresses: string[];
  publicAddresses: string[];
  ipv4Prefixes: string[];
  ipv6Prefixes: string[];
}

/** The number of `like` conditions beyond which a statement is slower than one that reads all addresses. */
const maxStarts = 50;

/**
 * Yields the interfaces that are in no subnet and may have an address in one of these blocks: the database only
 * compares the text of addresses. They come as plain rows and in chunks, since there may be many thousands.
 */
export async function* unattachedInterfaces(
  em: EntityManager,
  blocks: string[],
): AsyncGenerator<UnattachedInterface[], void> {
  const starts = [...new Set(blocks.map(textStart))];
  for (const ids of chunksOf(await interfacesWith(em, starts.length > maxStarts ? [''] : starts))) {
    yield readInterfaces(em, ids);
    await setImmediate(); // lets other requests run
  }
}

/** Reads interfaces with their instances; one without addresses is left out. */
export const readInterfaces = async (em: EntityManager, ids: string[]): Promise<UnattachedInterface[]> =>
  grouped(await rowsOf(em, ids));

async function interfacesWith(em: EntityManager, starts: string[]): Promise<string[]> {
  const begins = starts.map((start) => ({ address: { $like: `${start}%` } }));
  const rows: { id: string }[] = await (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select('n.id' as never)
    .distinct()
    .join('a.interface', 'n')
    .where({ 'n.subnet': null, $or: begins } as never)
    .orderBy({ 'n.id': 'asc' } as never)
    .execute('all', false);
  return rows.map(({ id }) => id);
}

interface Row extends PrefixColumns {
  address: string;
  public_address: string | null;
  interface_id: string;
  /** The id of the instance. */
  id: string;
  hostname: string;
  iam_role_id: string | null;
  identity_role_id: string | null;
}

const rowsOf = (em: EntityManager, interfaces: string[]): Promise<Row[]> =>
  (em as SqlEntityManager).execute(
    `select a.address, a.public_address, a.interface_id, n.ipv4prefixes, n.ipv6prefixes,
       i.id, i.hostname, i.iam_role_id, i.identity_role_id
     from address a join network_interface n on n.id = a.interface_id join instance i on i.id = n.instance_id
     where a.interface_id in (${placeholdersFor(interfaces)}) order by a.interface_id, a.position`,
    interfaces,
  );

function grouped(rows: Row[]): UnattachedInterface[] {
  const byInterface = Map.groupBy(rows, (row) => row.interface_id);
  return [...byInterface].map(([interfaceId, ofInterface]) => {
    const [first] = ofInterface as [Row];
    return {
      interfaceId,
      instanceId: first.id,
      hostname: first.hostname,
      hasRole: first.iam_role_id !== null || first.identity_role_id !== null,
      addresses: ofInterface.map(({ address }) => address),
      publicAddresses: ofInterface.flatMap((row) => row.public_address ?? []),
      ipv4Prefixes: prefixesOf(first, 'ipv4'),
      ipv6Prefixes: prefixesOf(first, 'ipv6'),
    };
  });
}
