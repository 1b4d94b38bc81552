import { givenBlocks, type GivenBlock } from '../networks/block-rules.ts';
import type { Family } from '../addresses/ip-address.ts';
import type { NetworkInterface } from '../networks/network-interface.entity.ts';

interface Wish<Value> {
  value: Value | null;
  path: (string | number)[];
}

/** The fields of an interface's placement that an input gives, each with its path; missing fields are left out. */
export interface PlacementWishes {
  subnet?: Wish<string>;
  securityGroups?: Wish<(string | undefined)[]>;
  ipv4Prefixes?: Wish<(string | undefined)[]>;
  ipv6Prefixes?: Wish<(string | undefined)[]>;
}

/** A planned address of an interface, with the path of its field. */
export interface PlacedAddress {
  address: string;
  publicAddress: string | null;
  path: (string | number)[];
  /** The path of the public address, if it has a field of its own. */
  publicPath?: (string | number)[];
}

/** An interface whose placement is to be determined. */
export interface Placeable {
  addresses: PlacedAddress[];
  known: NetworkInterface | undefined;
  wishes: PlacementWishes;
}

const placementFields = ['subnet', 'securityGroups', 'ipv4Prefixes', 'ipv6Prefixes'] as const;

/** Collects the placement fields of the input at a path. */
export function wishesOf(
  input: { [Name in (typeof placementFields)[number]]?: unknown },
  at: (string | number)[],
): PlacementWishes {
  const given = placementFields.filter((name) => input[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, { value: input[name], path: [...at, name] }]));
}

/** Returns each prefix with a path: its own if the input gives it, else that of the subnet or of the first address. */
export function prefixesWithFields({ wishes, known, addresses }: Placeable, family: Family): GivenBlock[] {
  const wish = wishes[`${family}Prefixes`];
  if (wish) return givenBlocks(wish.value, wish.path);
  const path = wishes.subnet?.path ?? addresses[0]?.path ?? ['subnet'];
  return (known?.[`${family}Prefixes`] ?? []).map((cidr) => ({ cidr, path }));
}
