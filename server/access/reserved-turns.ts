import { LRUCache } from 'lru-cache';

/** The maximum number of reserved turns: of one link, so that a few do not use up those of others, and of all. */
const maxTurns = { ofLink: 32, ofAll: 20_000 };

/** The turn of a name at a link. */
export interface Turn {
  /** The time at which it was reserved, in milliseconds since 1970. */
  at: number;
  waitMs: number;
}

/** The keys of a turn. */
interface TurnKeys {
  pair: string;
  link: string;
}

/** Turns to check a password. To reserve one costs its caller nothing, unlike a check: each link has a few of them. */
export class ReservedTurns {
  private readonly byLink = new LRUCache<string, ReadonlyMap<string, Turn>>({
    maxSize: maxTurns.ofAll,
    sizeCalculation: ({ size }) => size,
  });

  find({ pair, link }: TurnKeys): Turn | undefined {
    return this.byLink.get(link)?.get(pair);
  }

  /** Reserves a turn, in place of the oldest one of the link if that has the maximum already. */
  reserve({ pair, link }: TurnKeys, turn: Turn): void {
    const turns = new Map(this.byLink.get(link));
    turns.delete(pair);
    const [oldest] = turns.keys();
    if (oldest !== undefined && turns.size >= maxTurns.ofLink) turns.delete(oldest);
    this.byLink.set(link, turns.set(pair, turn));
  }

  /** Uses a turn up. @returns true if there was one */
  take({ pair, link }: TurnKeys): boolean {
    const turns = new Map(this.byLink.get(link));
    if (!turns.delete(pair)) return false;
    if (turns.size > 0) this.byLink.set(link, turns);
    else this.byLink.delete(link);
    return true;
  }
}
