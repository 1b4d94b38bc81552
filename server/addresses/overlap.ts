import { addressBits, cidrBits } from './cidr.ts';

/**
 * Returns the pairs of blocks of which one lies in the other; the one that is earlier in the list comes first. Of equal
 * blocks only the first one forms pairs with other blocks, which keeps the number of pairs low.
 */
export function overlaps<Block extends { cidr: string }>(blocks: Block[]): [Block, Block][] {
  const placed = blocks.map((block, index) => ({ block, index, bits: cidrBits(block.cidr) }));
  const around: typeof placed = [];
  const pairs: [Block, Block][] = [];
  for (const one of placed.toSorted((a, b) => (a.bits < b.bits ? -1 : Number(a.bits > b.bits)))) {
    while (around.length > 0 && !one.bits.startsWith(around.at(-1)!.bits)) around.pop();
    const same = around.at(-1)?.bits === one.bits ? [around.at(-1)!] : undefined;
    for (const other of same ?? around)
      pairs.push(other.index < one.index ? [other.block, one.block] : [one.block, other.block]);
    if (!same) around.push(one);
  }
  return pairs;
}

/** Finds the owner of the smallest block around an address without a scan of all blocks. */
export class BlockIndex<Owner> {
  private readonly owners = new Map<string, Owner[]>();

  constructor(owned: { cidr: string; owner: Owner }[]) {
    for (const { cidr, owner } of owned) {
      const bits = cidrBits(cidr);
      const there = this.owners.get(bits);
      if (there) there.push(owner);
      else this.owners.set(bits, [owner]);
    }
  }

  /** Returns the owner of the smallest block around an address; undefined if there is none or several have it. */
  around(address: string): Owner | undefined {
    for (let bits = addressBits(address); bits !== ''; bits = bits.slice(0, -1)) {
      const [owner, ...others] = this.owners.get(bits) ?? [];
      if (owner !== undefined) return others.length === 0 ? owner : undefined;
    }
    return undefined;
  }
}
