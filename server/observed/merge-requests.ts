import { isSameClient, type LastRequest, type ObservedRequests } from './last-request.ts';

/**
 * Two observations of one machine as one: the later request counts, of two at the same moment the other's, and that
 * tokens were ever used.
 */
export function mergeRequests(one: ObservedRequests, other: ObservedRequests): ObservedRequests {
  const [earlier, later] = one.last.at <= other.last.at ? [one, other] : [other, one];
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
