import { LRUCache } from 'lru-cache';
import { sharedText } from './shared-values.ts';

/** A request of a machine for its metadata. */
export interface Sighting {
  readonly at: Date;
  /** The address it came from. */
  readonly address: string | undefined;
  /** The program that asked, as it calls itself. */
  readonly userAgent: string | undefined;
  /** Whether it showed a good session token. */
  readonly withToken: boolean;
}

/** What was seen of a machine. */
export interface Seen {
  last: Sighting;
  /** Whether it ever showed a good session token. */
  usesTokens: boolean;
  /** The last request without a token, answered or not, of a client that has not shown one since. */
  withoutToken: Sighting | undefined;
}

/** What one process tells others of a machine. */
export type SeenEntry = [uuid: string, seen: Seen];

/** How many machines; of each there are at most two requests, whose only long part is the name of the client. */
const remembered = 100_000;
const longestUserAgent = 200;

/** The last requests of machines, in memory: those that a process saw itself, or that another one told it. */
export class Sightings {
  private readonly seen = new LRUCache<string, Seen>({
    maxSize: remembered, // with `max` the room for all of them would be made at once, at each start
    sizeCalculation: () => 1,
    dispose: (_seen, uuid, reason) => reason === 'evict' && this.untold.delete(uuid),
  });
  /** The machines that were seen since the control plane was told. */
  private readonly untold = new Set<string>();

  /** Notes a request of the machine with a UUID; `token` is undefined where none mattered, or a wrong one came. */
  note(
    uuid: string,
    { at, address, userAgent, token }: Omit<Sighting, 'withToken'> & { token: 'good' | 'none' | undefined },
  ): void {
    const before = this.seen.get(uuid);
    const known = before?.last.userAgent;
    const client = known === userAgent ? known : cut(userAgent);
    const last = { at, address, userAgent: client, withToken: token === 'good' };
    const seen = before ?? { last, usesTokens: false, withoutToken: undefined };
    seen.last = last;
    if (token === 'none') seen.withoutToken = last;
    if (token === 'good') {
      seen.usesTokens = true;
      if (seen.withoutToken && isSameClient(seen.withoutToken, last)) seen.withoutToken = undefined;
    }
    if (!before) this.seen.set(uuid, seen);
    this.untold.add(uuid);
  }

  /** Machines of which the control plane has yet to be told; they count as told from now on. */
  takeUntold(maxEntries: number): SeenEntry[] {
    const entries: SeenEntry[] = [];
    for (const uuid of this.untold) {
      if (entries.length >= maxEntries) break;
      this.untold.delete(uuid);
      const seen = this.seen.peek(uuid);
      if (seen) entries.push([uuid, seen]);
    }
    return entries;
  }

  /** Everything is to be told again. */
  tellAnew(): void {
    for (const uuid of this.seen.keys()) this.untold.add(uuid);
  }

  /** What another process saw: the later request counts, and that tokens were ever used. */
  learn(entries: readonly SeenEntry[]): void {
    for (const [uuid, told] of entries) {
      const own = this.seen.peek(uuid);
      const later = own && own.last.at > told.last.at ? own : told;
      this.seen.set(uuid, { ...later, usesTokens: told.usesTokens || (own?.usesTokens ?? false) });
    }
  }

  /** What was seen of the machine with a UUID; undefined when it has not asked. */
  of(uuid: string): Seen | undefined {
    const seen = this.seen.peek(uuid);
    if (seen === undefined) return undefined;
    const { last, usesTokens, withoutToken } = seen;
    return { last: readable(last), usesTokens, withoutToken: withoutToken && readable(withoutToken) };
  }
}

/** Clients call themselves by name and version; another version is the same client after an upgrade. */
const isSameClient = (one: Sighting, other: Sighting) => clientName(one) === clientName(other);

const clientName = ({ userAgent }: Sighting) => userAgent?.split(/[/ ]/, 1)[0];

/** Copied when it is cut: a slice would keep the whole text in memory. Many machines have the same client. */
function cut(userAgent: string | undefined): string | undefined {
  if (!userAgent) return undefined;
  if (userAgent.length <= longestUserAgent) return sharedText(userAgent);
  return sharedText(Buffer.from(userAgent.slice(0, longestUserAgent)).toString());
}

const readable = (sighting: Sighting): Sighting => ({
  ...sighting,
  userAgent: sighting.userAgent?.replace(/\p{Cc}/gu, ''),
});
