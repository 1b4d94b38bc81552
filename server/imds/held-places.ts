import { linkOf } from '../networks/link-of.ts';
import type { WaitingLimits } from './waiting-policy.ts';

type Limits = Pick<WaitingLimits, 'maxHeld' | 'maxHeldPerAddress' | 'maxHeldPerLink'>;

/** The places of requests that are held: so many of one address, of one IPv6 link, and in all. */
export class HeldPlaces {
  private taken = 0;
  private readonly takenOf = new Map<string, number>();

  constructor(private readonly limits: Limits) {}

  /** Takes a place for somebody, by an address or another name. Returns false where there is none. */
  take(who: string): boolean {
    const { maxHeld, maxHeldPerAddress, maxHeldPerLink } = this.limits;
    const link = linkNameOf(who);
    const isFull = this.taken >= maxHeld || this.of(who) >= maxHeldPerAddress;
    if (isFull || (link !== undefined && this.of(link) >= maxHeldPerLink)) return false;
    this.add(who, link, 1);
    return true;
  }

  giveBack(who: string): void {
    this.add(who, linkNameOf(who), -1);
  }

  private of(name: string): number {
    return this.takenOf.get(name) ?? 0;
  }

  private add(who: string, link: string | undefined, count: 1 | -1): void {
    this.taken += count;
    for (const name of link === undefined ? [who] : [who, link]) {
      const taken = this.of(name) + count;
      if (taken > 0) this.takenOf.set(name, taken);
      else this.takenOf.delete(name);
    }
  }
}

/** Undefined for IPv4, where nobody gives itself an address, and for the name of a machine that a proxy has signed. */
const linkNameOf = (who: string) => (who.includes(':') && !who.includes('/') ? linkOf(who) : undefined);
