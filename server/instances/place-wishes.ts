import { givenBlocks, type GivenBlock } from '../networks/block-rules.ts';
import type { Family } from '../networks/ip-address.ts';
import type { NetworkInterface } from '../networks/network-interface.entity.ts';

interface Wish<Value> {
  value: Value | null;
  path: (string | number)[];
}

/** The place of an interface as an input says it, each with its field; nothing of what is not there. */
export interface PlaceWishes {
  subnet?: Wish<string>;
  securityGroups?: Wish<(string | undefined)[]>;
  ipv4Prefixes?: Wish<(string | undefined)[]>;
  ipv6Prefixes?: Wish<(string | undefined)[]>;
}

/** An address that an interface is to have, with its field. */
export interface PlacedAddress {
  address: string;
  publicAddress: string | null;
  path: (string | number)[];
  /** Of the public address, where it has a field of its own. */
  publicPath?: (string | number)[];
}

/** An interface whose place is looked for. */
export interface Placeable {
  addresses: PlacedAddress[];
  known: NetworkInterface | undefined;
  wishes: PlaceWishes;
}

const placeFields = ['subnet', 'securityGroups', 'ipv4Prefixes', 'ipv6Prefixes'] as const;

/** The place that an input, which stands at a path, says. */
export function wishesOf(
  input: { [Name in (typeof placeFields)[number]]?: unknown },
  at: (string | number)[],
): PlaceWishes {
  const given = placeFields.filter((name) => input[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, { value: input[name], path: [...at, name] }]));
}

/** Each prefix with its field. Of one that no input names it is what may have moved the interface: subnet or address. */
export function prefixesWithFields({ wishes, known, addresses }: Placeable, family: Family): GivenBlock[] {
  const wish = wishes[`${family}Prefixes`];
  if (wish) return givenBlocks(wish.value, wish.path);
  const path = wishes.subnet?.path ?? addresses[0]?.path ?? ['subnet'];
  return (known?.[`${family}Prefixes`] ?? []).map((cidr) => ({ cidr, path }));
}
