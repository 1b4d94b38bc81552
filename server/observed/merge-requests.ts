import { isSameClient, type LastRequest, type ObservedRequests } from './last-request.ts';

/** The most that the clocks of servers may be apart, in milliseconds. */
const clockSkewMs = 60_000;

/** The latest moment of a request that somebody may have seen by now; one after it came before a clock was set back. */
export const latestAt = (now: Date) => new Date(now.getTime() + clockSkewMs);

/**
 * Two observations of one machine as one: the later request counts, of two at the same moment the other's, and that
 * tokens were ever used. A request that lies ahead is the earlier one: the clock was set back since.
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

/** An observer who watched when a request without a token came, and has none left, saw that client show one. */
function stillWithoutToken(earlier: ObservedRequests, later: ObservedRequests): LastRequest | undefined {
  const { withoutToken } = earlier;
  if (!withoutToken || later.since <= withoutToken.at) return undefined;
  return later.last.withToken && isSameClient(later.last, withoutToken) ? undefined : withoutToken;
}
