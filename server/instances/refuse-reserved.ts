import type { Problems } from '../errors.ts';
import { contains, isWithin } from '../addresses/cidr.ts';
import { families, type Family } from '../addresses/ip-address.ts';
import { reservationAt, reservationsOf, type Reservation } from '../networks/reserved-addresses.ts';
import { blocksOf } from '../networks/subnet-blocks.ts';
import type { Subnet } from '../networks/subnet.entity.ts';
import { prefixesWithFields, type Placeable } from './placement-wishes.ts';

type Reservations = ReadonlyMap<string, Reservation>;

/**
 * Reports addresses that the subnet of an interface reserves, and prefixes around them. An interface may keep those
 * that it has in this subnet already. Caller addresses are not checked: they are in no subnet, and may be those of a
 * router that translates addresses.
 */
export function refuseReserved(one: Placeable, subnet: Subnet, problems: Problems): void {
  const reservations = reservationsOf(subnet);
  const known = one.known?.subnet === subnet ? one.known : undefined;
  const [had, hadPublic] = [new Set(known?.addresses), new Set(known?.publicAddresses)];
  const refuse = (address: string, path: (string | number)[]) => {
    const reservation = reservationAt(reservations, address);
    if (reservation)
      problems.add(path, {
        code: 'BAD_USER_INPUT',
        message: `${address} is ${reservation.is} of the subnet ${subnet.name}.`,
        hint: 'Give another address of the subnet, or another subnet.',
      });
  };
  for (const { address, publicAddress, path, publicPath = path } of one.addresses) {
    if (!had.has(address)) refuse(address, path);
    if (publicAddress !== null && !hadPublic.has(publicAddress)) refuse(publicAddress, publicPath);
  }
  refusePrefixes(one, { subnet, reservations, isKnown: known !== undefined }, problems);
}

function refusePrefixes(
  one: Placeable,
  { subnet, reservations, isKnown }: { subnet: Subnet; reservations: Reservations; isKnown: boolean },
  problems: Problems,
): void {
  for (const family of families) {
    const had = new Set(isKnown ? one.known![`${family}Prefixes`] : []);
    for (const { cidr, path } of prefixesWithFields(one, family)) {
      if (had.has(cidr) || !isPrefixOf(subnet, cidr, family)) continue; // `checkBlocks` reports that
      const [address, reservation] = [...reservations].find(([inside]) => contains(cidr, inside)) ?? [];
      if (reservation)
        problems.add(path, {
          code: 'BAD_USER_INPUT',
          message: `${address} in ${cidr} is ${reservation.is} of the subnet ${subnet.name}.`,
          hint: 'Give a prefix of addresses that nobody else has.',
        });
    }
  }
}

const isPrefixOf = (subnet: Subnet, cidr: string, family: Family) =>
  blocksOf(subnet, family).some((block) => isWithin(cidr, block));
