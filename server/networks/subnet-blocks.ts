import { contains, familyOfBlock, isWithin } from '../addresses/cidr.ts';
import { familyOf, isLinkLocal, type Family } from '../addresses/ip-address.ts';

/** The address blocks of a subnet. */
export interface SubnetBlocks {
  ipv4CidrBlock: string | null;
  ipv6CidrBlocks: string[];
}

/** The field of a subnet that holds its blocks, by family. */
export const blockField = { ipv4: 'ipv4CidrBlock', ipv6: 'ipv6CidrBlocks' } as const;

export const blocksOf = (subnet: SubnetBlocks, family: Family): string[] =>
  family === 'ipv6' ? subnet.ipv6CidrBlocks : [subnet.ipv4CidrBlock].filter((block) => block !== null);

/** True if an address lies in one of its blocks. */
export const holds = (subnet: SubnetBlocks, address: string) =>
  blocksOf(subnet, familyOf(address)).some((block) => contains(block, address));

/** True if a machine in the subnet can have a prefix: in a block, or of a family without blocks. */
export function admitsPrefix(subnet: SubnetBlocks, prefix: string): boolean {
  const blocks = blocksOf(subnet, familyOfBlock(prefix));
  return blocks.length === 0 || blocks.some((block) => isWithin(prefix, block));
}

/** True if a machine in the subnet can have an address: in a block, link-local, or of a family without blocks. */
export const admits = (subnet: SubnetBlocks, address: string) =>
  isLinkLocal(address) || blocksOf(subnet, familyOf(address)).length === 0 || holds(subnet, address);
