import { describe, expect, it } from '@jest/globals';
import type { LastRequest, ObservedRequests } from './last-request.ts';
import { mergeRequests } from './merge-requests.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, second));
const request = (second: number, userAgent: string, withToken: boolean): LastRequest => ({
  at: at(second),
  address: '10.0.0.5',
  userAgent,
  path: '/latest/meta-data/',
  status: 200,
  withToken,
});

/** The requests that a server which started at second `since` has seen. */
const observed = (
  since: number,
  last: LastRequest,
  rest: Partial<ObservedRequests> = {},
): ObservedRequests => ({
  uuid: 'u',
  since: at(since),
  last,
  usesTokens: false,
  withoutToken: undefined,
  ...rest,
});

const oldCurl = request(1, 'curl/7', false);
const stored = observed(1, oldCurl, { withoutToken: oldCurl });

describe('what two know of a machine', () => {
  it('is the later request of both, whoever is asked first, and that tokens were used', () => {
    const one = observed(0, request(5, 'Boto3', false));
    const other = observed(2, request(3, 'curl', true), { usesTokens: true });

    for (const merged of [mergeRequests(one, other, at(20)), mergeRequests(other, one, at(20))])
      expect(merged).toMatchObject({ last: request(5, 'Boto3', false), usesTokens: true, since: at(0) });
  });

  it('has a client without tokens still that was seen before the last restart', () => {
    const after = observed(10, request(10, 'Boto3', true), { usesTokens: true });

    expect(mergeRequests(stored, after, at(20))).toMatchObject({ withoutToken: oldCurl });
  });

  it('has it no more once that client shows a token', () => {
    const after = observed(10, request(10, 'curl/8', true), { usesTokens: true });

    expect(mergeRequests(stored, after, at(20)).withoutToken).toBeUndefined();
  });

  it('has it no more where somebody who watched all the time has none', () => {
    const allAlong = observed(0, request(10, 'Boto3', true), { usesTokens: true });

    expect(mergeRequests(stored, allAlong, at(20)).withoutToken).toBeUndefined();
  });

  it('is no request that lies ahead: the clock was set back since', () => {
    const ahead = {
      ...observed(0, request(5, 'Boto3', false)),
      last: { ...oldCurl, at: new Date(at(5).getTime() + 120_000) },
    };
    const now = observed(6, request(6, 'curl', false));

    for (const merged of [mergeRequests(ahead, now, at(6)), mergeRequests(now, ahead, at(6))])
      expect(merged.last).toEqual(now.last);
  });

  it('is nothing of the machine that had another UUID', () => {
    const anew = { ...observed(10, request(10, 'Boto3', false)), uuid: 'another' };

    expect(mergeRequests({ ...stored, usesTokens: true }, anew, at(20))).toEqual(anew);
  });
});
