import { families, familyOf, isLinkLocal } from '../addresses/ip-address.ts';
import { BlockIndex } from '../addresses/overlap.ts';
import { admits, blocksOf, type SubnetBlocks } from './subnet-blocks.ts';

/** Finds the subnet that addresses lie in, the primary one first; undefined if there is none, or several match. */
export type SubnetFinder<Owner> = (addresses: string[]) => Owner | undefined;

/** The first IPv4 address decides, else the first IPv6 address; the subnet must admit both. */
export function subnetFinder<Owner extends SubnetBlocks>(subnets: Owner[]): SubnetFinder<Owner> {
  const index = new BlockIndex(
    subnets.flatMap((owner) =>
      families.flatMap((family) => blocksOf(owner, family).map((cidr) => ({ cidr, owner }))),
    ),
  );
  return (addresses) => {
    const firsts = firstOfEachFamily(addresses);
    return firsts
      .map((address) => index.around(address))
      .find((subnet) => subnet && firsts.every((address) => admits(subnet, address)));
  };
}

/** Returns the first IPv4 and the first IPv6 address, without link-local ones, from which no subnet can be derived. */
export const firstOfEachFamily = (addresses: string[]): string[] => {
  const ofSubnets = addresses.filter((address) => !isLinkLocal(address));
  return families.flatMap((family) => ofSubnets.find((address) => familyOf(address) === family) ?? []);
};
