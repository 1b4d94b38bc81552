import type { Problems } from '../errors.ts';
import { missing } from '../graphql/references.ts';
import { checkBlocks } from '../networks/block-rules.ts';
import { defaultGroupName } from '../networks/default-group.ts';
import { families, type Family } from '../addresses/ip-address.ts';
import { securityGroups, subnets } from '../networks/network.references.ts';
import type { SecurityGroup } from '../networks/security-group.entity.ts';
import { admits, blocksOf } from '../networks/subnet-blocks.ts';
import { firstOfEachFamily } from '../networks/subnet-finder.ts';
import type { Subnet } from '../networks/subnet.entity.ts';
import type { NetworkReferences } from './network-references.ts';
import { prefixesWithFields, type Placeable } from './placement-wishes.ts';
import { refuseReserved } from './refuse-reserved.ts';

/** The placement of an interface in the network: its subnet, its groups, and the prefixes routed to it. */
export interface Placement {
  subnet: Subnet | null;
  /** Undefined: they do not change. */
  groups: SecurityGroup[] | undefined;
  ipv4Prefixes: string[];
  ipv6Prefixes: string[];
}

/** Plans the placement of an interface by its input; the rest stays, or gets the defaults for a new one. */
export function placeInterface(one: Placeable, network: NetworkReferences, problems: Problems): Placement {
  const subnet = subnetOf(one, network, problems);
  const prefixes = (family: Family) => prefixesOf(one, family, { subnet, problems });
  if (subnet) refuseReserved(one, subnet, problems);
  return {
    subnet,
    groups: groupsOf(one, network, problems),
    ipv4Prefixes: prefixes('ipv4'),
    ipv6Prefixes: prefixes('ipv6'),
  };
}

/** The given subnet; else the present one if it admits the addresses; else the registered one around the addresses. */
function subnetOf(one: Placeable, network: NetworkReferences, problems: Problems): Subnet | null {
  const {
    wishes: { subnet: wish },
    known,
    addresses,
  } = one;
  if (wish) return givenSubnet(one, network.subnets, problems);
  const wanted = addresses.map(({ address }) => address);
  const present = known?.subnet ?? null;
  if (known && wanted.join() === known.addresses.join()) return present;
  if (present && firstOfEachFamily(wanted).every((address) => admits(present, address))) return present;
  return network.subnetAround(wanted) ?? null;
}

function givenSubnet(one: Placeable, found: Map<string, Subnet>, problems: Problems): Subnet | null {
  const { subnet: wish } = one.wishes;
  if (!wish?.value) return null;
  const subnet = found.get(wish.value);
  if (subnet) refuseOutside(one, subnet, problems);
  else problems.add(wish.path, missing(subnets, wish.value));
  return subnet ?? null;
}

/** Reports addresses that the subnet of an interface does not admit. It may keep those that it has in it already. */
function refuseOutside({ addresses, known }: Placeable, subnet: Subnet, problems: Problems): void {
  const had = new Set(known?.subnet === subnet ? known.addresses : []);
  for (const { address, path } of addresses)
    if (!had.has(address) && !admits(subnet, address))
      problems.add(path, {
        code: 'BAD_USER_INPUT',
        message: `${address} is not in the subnet ${subnet.name} (${families.flatMap((family) => blocksOf(subnet, family)).join(', ')}).`,
        hint: 'Give an address of the subnet, or another subnet.',
      });
}

/** Null means the default group, and so does a missing value on a new interface. */
function groupsOf(
  { wishes: { securityGroups: wish }, known }: Placeable,
  { groups }: NetworkReferences,
  problems: Problems,
) {
  if (!wish && known) return undefined;
  const refs = wish?.value ?? [defaultGroupName];
  for (const [index, ref] of refs.entries())
    if (ref !== undefined && !groups.has(ref))
      problems.add([...wish!.path, index], missing(securityGroups, ref));
  return refs.flatMap((ref) => groups.get(ref ?? '') ?? []);
}

function prefixesOf(
  { wishes, known, addresses }: Placeable,
  family: Family,
  { subnet, problems }: { subnet: Subnet | null; problems: Problems },
): string[] {
  const given = prefixesWithFields({ wishes, known, addresses }, family);
  const around = subnet ? { name: `the subnet ${subnet.name}`, blocks: blocksOf(subnet, family) } : undefined;
  const isAsBefore = !wishes[`${family}Prefixes`] && known?.subnet === subnet;
  if (!isAsBefore) checkBlocks(given, { family, around, problems });
  return [...new Set(given.map(({ cidr }) => cidr))];
}
