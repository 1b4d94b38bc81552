import { linkOf } from '../addresses/link-of.ts';
import type { SlotLimits } from './waiting-policy.ts';

/** The slots of requests that wait, with a maximum for one address, for one IPv6 link, and in all. */
export class HeldSlots {
  private taken = 0;
  private readonly takenOf = new Map<string, number>();

  constructor(private readonly limits: SlotLimits) {}

  /** Takes a slot for a caller, by an address or another name. Returns false if there is none. */
  take(name: string): boolean {
    const { ofAll, ofAddress, ofLink } = this.limits;
    const link = linkNameOf(name);
    const isFull = this.taken >= ofAll || this.of(name) >= ofAddress;
    if (isFull || (link !== undefined && this.of(link) >= ofLink)) return false;
    this.add(name, link, 1);
    return true;
  }

  giveBack(name: string): void {
    this.add(name, linkNameOf(name), -1);
  }

  private of(name: string): number {
    return this.takenOf.get(name) ?? 0;
  }

  private add(name: string, link: string | undefined, count: 1 | -1): void {
    this.taken += count;
    for (const limited of link === undefined ? [name] : [name, link]) {
      const taken = this.of(limited) + count;
      if (taken > 0) this.takenOf.set(limited, taken);
      else this.takenOf.delete(limited);
    }
  }
}

/** Undefined for IPv4, where a caller cannot give itself addresses, and for the name of a machine signed by a proxy. */
const linkNameOf = (name: string) => (name.includes(':') && !name.includes('/') ? linkOf(name) : undefined);
