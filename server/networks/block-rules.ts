import type { Problems } from '../errors.ts';
import { isIpv4Cidr, isWithin } from '../addresses/cidr.ts';
import type { Family } from '../addresses/ip-address.ts';

const familyNames: Record<Family, string> = { ipv4: 'IPv4', ipv6: 'IPv6' };

const isOfFamily = (cidr: string, family: Family) => isIpv4Cidr(cidr) === (family === 'ipv4');

/** A block of an input, and the path of its field. */
export interface GivenBlock {
  cidr: string;
  path: (string | number)[];
}

/** Returns the valid blocks of a list, each with its path. */
export const givenBlocks = (
  list: (string | undefined)[] | null | undefined,
  path: (string | number)[],
): GivenBlock[] =>
  (list ?? []).flatMap((cidr, index) => (cidr === undefined ? [] : [{ cidr, path: [...path, index] }]));

interface BlockRules {
  family: Family;
  /** The network that has to contain the blocks, if it has blocks itself. */
  around?: { name: string; blocks: string[] } | undefined;
  problems: Problems;
}

/** Reports blocks of the wrong family, and blocks outside of the network around them. */
export function checkBlocks(given: GivenBlock[], { family, around, problems }: BlockRules): void {
  for (const { cidr, path } of given) {
    const isPart = !around?.blocks.length || around.blocks.some((block) => isWithin(cidr, block));
    if (!isOfFamily(cidr, family))
      problems.add(path, {
        code: 'BAD_USER_INPUT',
        message: `${cidr} is not a block of ${familyNames[family]} addresses.`,
      });
    else if (!isPart)
      problems.add(path, {
        code: 'BAD_USER_INPUT',
        message: `${cidr} is not a part of ${around!.name} (${around!.blocks.join(', ')}).`,
      });
  }
}
