import { LRUCache } from 'lru-cache';

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

const remembered = 100_000;
const longestUserAgent = 200;

/** What this process saw of the machines that asked, in memory. */
export class Sightings {
  private readonly seen = new LRUCache<string, Seen>({ max: remembered });

  /** Notes a request of the machine with a UUID; `token` is undefined where none mattered, or a wrong one came. */
  note(
    uuid: string,
    { at, address, userAgent, token }: Omit<Sighting, 'withToken'> & { token: 'good' | 'none' | undefined },
  ): void {
    const last = { at, address, userAgent: cut(userAgent), withToken: token === 'good' };
    const before = this.seen.get(uuid);
    const seen = before ?? { last, usesTokens: false, withoutToken: undefined };
    seen.last = last;
    if (token === 'none') seen.withoutToken = last;
    if (token === 'good') {
      seen.usesTokens = true;
      if (seen.withoutToken && isSameClient(seen.withoutToken, last)) seen.withoutToken = undefined;
    }
    if (!before) this.seen.set(uuid, seen);
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

/** Copied when it is cut: a slice would keep the whole text in memory. */
function cut(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined || userAgent.length <= longestUserAgent) return userAgent || undefined;
  return Buffer.from(userAgent.slice(0, longestUserAgent)).toString();
}

const readable = (sighting: Sighting): Sighting => ({
  ...sighting,
  userAgent: sighting.userAgent?.replace(/\p{Cc}/gu, ''),
});
