import { contains } from './cidr.ts';
import { familyOf, isLinkLocal, type Family } from './ip-address.ts';

/** The blocks of addresses that a subnet has. */
export interface SubnetBlocks {
  ipv4CidrBlock: string | null;
  ipv6CidrBlocks: string[];
}

/** The field of a subnet that says its blocks of a family. */
export const blockField = { ipv4: 'ipv4CidrBlock', ipv6: 'ipv6CidrBlocks' } as const;

export const blocksOf = (subnet: SubnetBlocks, family: Family): string[] =>
  family === 'ipv6' ? subnet.ipv6CidrBlocks : [subnet.ipv4CidrBlock].filter((block) => block !== null);

/** Whether an address lies in one of its blocks. */
export const holds = (subnet: SubnetBlocks, address: string) =>
  blocksOf(subnet, familyOf(address)).some((block) => contains(block, address));

/** Whether a machine in the subnet can have an address: it lies in a block, or the subnet says nothing of its family. */
export const admits = (subnet: SubnetBlocks, address: string) =>
  isLinkLocal(address) || blocksOf(subnet, familyOf(address)).length === 0 || holds(subnet, address);
