import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import type { Problems } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Address } from './address.entity.ts';
import { familyOf, isLinkLocal } from '../addresses/ip-address.ts';
import type { LooseInterface } from './loose-interfaces.ts';
import { reportFindings, type Finding } from './machine-findings.ts';
import { reservationAt, reservationsOf, type Reservation, type Reserving } from './reserved-addresses.ts';
import { blockField } from './subnet-blocks.ts';
import type { Subnet } from './subnet.entity.ts';

/** A subnet (undefined: a new one) and its planned facts. */
interface Replanned {
  input: object;
  record: Subnet | undefined;
  facts: Reserving;
  problems: Problems;
  name: string;
}

type Reservations = Map<string, Reservation>;

/**
 * Reports addresses that a subnet is to reserve and that machines have, those in it and newcomers. For machines already
 * in it, only newly reserved addresses count.
 */
export async function refuseMachinesInTheWay<Plan extends Replanned>(
  em: EntityManager,
  plans: Plan[],
  newcomers: Map<Plan, LooseInterface[]>,
): Promise<void> {
  const newly = new Map(plans.map((plan) => [plan, newReservations(plan)]));
  const inside = await machinesInside(em, newly);
  for (const plan of plans) {
    const all = reservationsOf(plan.facts);
    const coming = (newcomers.get(plan) ?? []).flatMap(({ hostname, addresses }) =>
      addresses.flatMap((address) => findingOf(plan, { hostname, address, reservations: all })),
    );
    const present = (inside.get(plan.record?.id ?? '') ?? []).flatMap((row) =>
      findingOf(plan, { ...row, reservations: newly.get(plan)! }),
    );
    reportFindings([...present, ...coming], plan.problems);
  }
}

function newReservations({ record, facts }: Replanned): Reservations {
  const before: Reservations = record ? reservationsOf(record) : new Map();
  return new Map([...reservationsOf(facts)].filter(([address]) => !before.has(address)));
}

interface Holder {
  hostname: string;
  address: string;
}

/** Finds, by subnet, the machines with an address that it newly reserves. */
async function machinesInside(
  em: EntityManager,
  newly: Map<Replanned, Reservations>,
): Promise<Map<string, Holder[]>> {
  const changed = [...newly].filter(([{ record }, reservations]) => record && reservations.size > 0);
  const ids = changed.map(([{ record }]) => record!.id);
  const addresses = [...new Set(changed.flatMap(([, reservations]) => [...reservations.keys()]))];
  const found: AddressRow[] = [];
  for (const some of chunksOf(addresses)) found.push(...(await holdersOf(em, some, ids)));
  return Map.groupBy(found, (row) => row.subnet_id);
}

interface AddressRow extends Holder {
  subnet_id: string;
}

/** A machine's link-local address is stored with its zone, hence `like`. */
const holdersOf = (em: EntityManager, addresses: string[], subnets: string[]): Promise<AddressRow[]> =>
  (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select(['a.address', 'i.hostname', 'n.subnet'] as never)
    .join('a.interface', 'n')
    .join('n.instance', 'i')
    .where({
      'n.subnet': { $in: subnets },
      $or: [
        { address: { $in: addresses } },
        ...addresses.filter(isLinkLocal).map((address) => ({ address: { $like: `${address}%` } })),
      ],
    } as never)
    .orderBy({ address: 'asc' })
    .execute('all', false);

function findingOf(
  { input, name }: Replanned,
  { hostname, address, reservations }: Holder & { reservations: Reservations },
): Finding[] {
  const reservation = reservationAt(reservations, address);
  if (!reservation) return [];
  const isSaid = Reflect.get(input, reservation.field) !== undefined;
  const field = isSaid ? reservation.field : blockField[familyOf(address)];
  return [{ hostname, has: address, field, wouldBe: `${reservation.is} of the subnet ${name}` }];
}
