import { describe, expect, it } from '@jest/globals';
import { HttpTokens, Switch } from '../instances/metadata-options.ts';
import type { ObservedRequests } from './last-request.ts';
import { tokenWarnings } from './token-warnings.ts';

const now = new Date('2026-01-31T12:00:00Z');
const required = { httpEndpoint: Switch.ENABLED, httpTokens: HttpTokens.REQUIRED };

const without = (secondsAgo: number, userAgent?: string): ObservedRequests['withoutToken'] => ({
  at: new Date(now.getTime() - secondsAgo * 1000),
  address: '10.0.0.5',
  userAgent,
  path: '/latest/meta-data/',
  status: 200,
  withToken: false,
});

const warned = (observed: Partial<ObservedRequests> | undefined, options = required) =>
  tokenWarnings({
    hostname: 'web-1',
    options,
    observed: observed && { usesTokens: false, withoutToken: undefined, ...observed },
    now,
  });

describe('where tokens are required', () => {
  it.each([
    ['has not asked', undefined, ['TOKENS_MAY_BE_UNUSED']],
    ['asked for a token only', {}, ['TOKENS_MAY_BE_UNUSED']],
    ['shows tokens', { usesTokens: true }, []],
    ['asks without', { withoutToken: without(9) }, ['TOKENS_REQUIRED_BUT_UNUSED']],
    [
      'has a client that shows tokens and one that does not',
      { usesTokens: true, withoutToken: without(9) },
      ['TOKENS_REQUIRED_BUT_UNUSED'],
    ],
  ] as const)('a machine that %s is warned of so', (_, seen, codes) => {
    expect(warned(seen).map(({ code }) => code)).toEqual(codes);
  });

  it.each([
    [-5, 'just now'],
    [59, 'just now'],
    [60, '1 minute ago'],
    [200, '3 minutes ago'],
    [3600, '1 hour ago'],
    [86_399, '23 hours ago'],
    [86_400, '1 day ago'],
    [5 * 86_400, '5 days ago'],
  ])('a client that asked without %d seconds ago asked %s', (seconds, words) => {
    expect(warned({ withoutToken: without(seconds, 'Cloud-Init/25.1') })[0]!.message).toBe(
      `web-1 asked without a token ${words} (Cloud-Init/25.1): it is refused now.`,
    );
  });

  it('a client without a name is one too', () => {
    expect(warned({ withoutToken: without(0) })[0]!.message).toContain('just now (a client without a name)');
  });

  it('the clients that send no tokens are named before they ask', () => {
    const [{ hint } = { hint: '' }] = warned(undefined);

    for (const client of ['cloud-init', 'cloudbase-init', 'metadata agent', 'OpenStack', 'NoCloud'])
      expect(hint).toContain(client);
  });
});

describe('there is nothing to warn of', () => {
  it.each([
    ['tokens are optional', { ...required, httpTokens: HttpTokens.OPTIONAL }],
    ['the endpoint is off', { ...required, httpEndpoint: Switch.DISABLED }],
  ])('where %s', (_, options) => {
    expect(warned(undefined, options)).toEqual([]);
    expect(warned({ withoutToken: without(5) }, options)).toEqual([]);
  });
});
