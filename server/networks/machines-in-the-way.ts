import type { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { placeholdersFor } from '../database/plain-rows.ts';
import type { Problems } from '../errors.ts';
import { chunksOf } from '../graphql/chunks.ts';
import { Address } from './address.entity.ts';
import { contains, familyOfBlock } from '../addresses/cidr.ts';
import { families, isLinkLocal } from '../addresses/ip-address.ts';
import { reportFindings, type Finding } from './machine-findings.ts';
import { prefixesOf, type PrefixColumns } from './prefix-rows.ts';
import { reservationAt, reservationsOf, type Reservation, type Reserving } from './reserved-addresses.ts';
import { admitsPrefix, blockField } from './subnet-blocks.ts';
import type { Subnet } from './subnet.entity.ts';
import type { UnattachedInterface } from './unattached-interfaces.ts';

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
 * Reports addresses that a subnet is to reserve and that instances have, as a private or public address or in a prefix:
 * those in it, and those that are to be attached, whose prefixes have to lie in it as well. For instances already in
 * it, only newly reserved addresses count.
 */
export async function refuseMachinesInTheWay<Plan extends Replanned>(
  em: EntityManager,
  plans: Plan[],
  attached: Map<Plan, UnattachedInterface[]>,
): Promise<void> {
  const newly = new Map(plans.map((plan) => [plan, newReservations(plan)]));
  const inside = await machinesInside(em, newly);
  for (const plan of plans) {
    const all = reservationsOf(plan.facts);
    const coming = (attached.get(plan) ?? []).flatMap((one) => findingsAt(plan, one, all));
    const present = (inside.get(plan.record?.id ?? '') ?? []).flatMap((holder) =>
      reservedBy(plan, holder, newly.get(plan)!),
    );
    reportFindings([...present, ...coming], plan.problems);
  }
}

function newReservations({ record, facts }: Replanned): Reservations {
  const before: Reservations = record ? reservationsOf(record) : new Map();
  return new Map([...reservationsOf(facts)].filter(([address]) => !before.has(address)));
}

/** An address or prefix of an instance. */
interface Holder {
  hostname: string;
  has: string;
}

/** Finds, by subnet, what instances in it have of the addresses that it newly reserves. */
async function machinesInside(
  em: EntityManager,
  newly: Map<Replanned, Reservations>,
): Promise<Map<string, Holder[]>> {
  const changed = [...newly].filter(([{ record }, reservations]) => record && reservations.size > 0);
  const ids = changed.map(([{ record }]) => record!.id);
  if (ids.length === 0) return new Map();
  const addresses = [...new Set(changed.flatMap(([, reservations]) => [...reservations.keys()]))];
  const found: (Holder & { subnet: string })[] = [];
  for (const some of chunksOf(addresses))
    for (const row of await holdersOf(em, some, ids))
      for (const has of [row.address, row.public_address ?? []].flat())
        found.push({ hostname: row.hostname, has, subnet: row.subnet_id });
  for (const row of await prefixesIn(em, ids))
    for (const has of families.flatMap((family) => prefixesOf(row, family)))
      found.push({ hostname: row.hostname, has, subnet: row.subnet_id });
  return Map.groupBy(found, ({ subnet }) => subnet);
}

interface Row {
  hostname: string;
  subnet_id: string;
}

interface AddressRow extends Row {
  address: string;
  public_address: string | null;
}

/** An instance's link-local address is stored with its zone, hence `like`. */
const holdersOf = (em: EntityManager, addresses: string[], subnets: string[]): Promise<AddressRow[]> =>
  (em as SqlEntityManager)
    .createQueryBuilder(Address, 'a')
    .select(['a.address', 'a.publicAddress', 'i.hostname', 'n.subnet'] as never)
    .join('a.interface', 'n')
    .join('n.instance', 'i')
    .where({
      'n.subnet': { $in: subnets },
      $or: [
        { address: { $in: addresses } },
        { publicAddress: { $in: addresses } },
        ...addresses.filter(isLinkLocal).map((address) => ({ address: { $like: `${address}%` } })),
      ],
    } as never)
    .orderBy({ address: 'asc' })
    .execute('all', false);

/** Most interfaces have no prefixes. */
const prefixesIn = (em: EntityManager, subnets: string[]): Promise<(Row & PrefixColumns)[]> =>
  (em as SqlEntityManager).execute(
    `select n.ipv4prefixes, n.ipv6prefixes, n.subnet_id, i.hostname
     from network_interface n join instance i on i.id = n.instance_id
     where n.subnet_id in (${placeholdersFor(subnets)}) and (n.ipv4prefixes <> '[]' or n.ipv6prefixes <> '[]')
     order by n.id`,
    subnets,
  );

function findingsAt(plan: Replanned, one: UnattachedInterface, reservations: Reservations): Finding[] {
  const { hostname, addresses, publicAddresses, ipv4Prefixes, ipv6Prefixes } = one;
  const all = [...addresses, ...publicAddresses, ...ipv4Prefixes, ...ipv6Prefixes];
  const outside = [...ipv4Prefixes, ...ipv6Prefixes].filter((prefix) => !admitsPrefix(plan.facts, prefix));
  return [
    ...all.flatMap((has) => reservedBy(plan, { hostname, has }, reservations)),
    ...outside.map((has) => ({
      hostname,
      has,
      field: blockField[familyOfBlock(has)],
      wouldBe: `outside of the subnet ${plan.name}`,
    })),
  ];
}

function reservedBy(
  { input, name }: Replanned,
  { hostname, has }: Holder,
  reservations: Reservations,
): Finding[] {
  const reservation = has.includes('/') ? reservationIn(reservations, has) : reservationAt(reservations, has);
  if (!reservation) return [];
  const isSaid = Reflect.get(input, reservation.field) !== undefined;
  const field = isSaid ? reservation.field : blockField[familyOfBlock(has)];
  return [{ hostname, has, field, wouldBe: `${reservation.is} of the subnet ${name}` }];
}

/** The first reservation inside of a prefix. */
const reservationIn = (reservations: Reservations, prefix: string): Reservation | undefined =>
  [...reservations].find(([address]) => contains(prefix, address))?.[1];
