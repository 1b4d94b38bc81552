import { isSameClient, type LastRequest, type ObservedRequests } from './last-request.ts';

/** The maximum difference between the clocks of servers, in milliseconds. */
const maxClockSkewMs = 60_000;

/** Returns the latest time that a request can have by now; one with a later time came before a clock was set back. */
export const latestAt = (now: Date) => new Date(now.getTime() + maxClockSkewMs);

/**
 * Merges two observations of one machine: the later request counts, or that of `other` if both have the same time, and
 * token use in either counts. A request in the future counts as the earlier one: the clock was set back since.
 */
export function mergeRequests(one: ObservedRequests, other: ObservedRequests, now: Date): ObservedRequests {
  const latest = latestAt(now);
  const timeOf = ({ last }: ObservedRequests) =>
    last.at > latest ? Number.NEGATIVE_INFINITY : last.at.getTime();
  const [earlier, later] = timeOf(one) <= timeOf(other) ? [one, other] : [other, one];
  if (earlier.uuid !== later.uuid) return later;
  return {
    ...later,
    since: earlier.since < later.since ? earlier.since : later.since,
    usesTokens: earlier.usesTokens || later.usesTokens,
    withoutToken: later.withoutToken ?? stillWithoutToken(earlier, later),
  };
}

/** If `later` covers the time of a request without a token and has none left, it saw that client send a token. */
function stillWithoutToken(earlier: ObservedRequests, later: ObservedRequests): LastRequest | undefined {
  const { withoutToken } = earlier;
  if (!withoutToken || later.since <= withoutToken.at) return undefined;
  return later.last.withToken && isSameClient(later.last, withoutToken) ? undefined : withoutToken;
}
