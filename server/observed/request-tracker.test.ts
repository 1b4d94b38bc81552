import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { withPlainTexts } from './last-request.ts';
import { RequestTracker } from './request-tracker.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, second));
type Token = 'good' | 'none' | undefined;

const uuid = '1b4e28ba-2fa1-4d2e-8c3f-0123456789ab';
const request = { address: '10.0.0.5', path: '/latest/meta-data/hostname', status: 200 };

/** Returns everything known after requests of these clients, one a second. */
function after(...requests: [token: Token, userAgent?: string][]) {
  const tracker = new RequestTracker();
  for (const [second, [token, userAgent]] of requests.entries())
    tracker.note('ins-1', uuid, { ...request, at: at(second), userAgent, token });
  return tracker.of('ins-1');
}

describe('what was seen of a machine', () => {
  it('is nothing before it asks', () => {
    expect(after()).toBeUndefined();
  });

  it('is its last request', () => {
    expect(after(['none', 'curl/8.5'], ['good', 'Boto3/1.35'])!.last).toEqual({
      ...request,
      at: at(1),
      userAgent: 'Boto3/1.35',
      withToken: true,
    });
    expect(after(['good'], [undefined])!.last).toMatchObject({ userAgent: undefined, withToken: false });
  });

  it.each<[string, [Token, string?][], { usesTokens: boolean; withoutToken?: string }]>([
    [
      'never with a token',
      [['none', 'Cloud-Init/25.1']],
      { usesTokens: false, withoutToken: 'Cloud-Init/25.1' },
    ],
    ['with one only', [['good', 'Boto3']], { usesTokens: true }],
    ['with wrong ones only', [[undefined, 'Boto3']], { usesTokens: false }],
    [
      'first without, then with one',
      [
        ['none', 'Boto3/1 x'],
        ['good', 'Boto3/1 x'],
      ],
      { usesTokens: true },
    ],
    [
      'with one since its upgrade',
      [
        ['none', 'Boto3/1'],
        ['good', 'Boto3/2'],
      ],
      { usesTokens: true },
    ],
    [
      'with one, then without',
      [
        ['good', 'Boto3'],
        ['none', 'Boto3'],
      ],
      { usesTokens: true, withoutToken: 'Boto3' },
    ],
    [
      'by two clients',
      [
        ['none', 'curl/8'],
        ['good', 'Boto3'],
      ],
      { usesTokens: true, withoutToken: 'curl/8' },
    ],
  ])('who asked %s', (_, requests, { usesTokens, withoutToken }) => {
    expect(after(...requests)!.usesTokens).toBe(usesTokens);
    expect(after(...requests)!.withoutToken?.userAgent).toBe(withoutToken);
  });

  it('takes clients without a name for one', () => {
    expect(after(['none'], ['good'])!.withoutToken).toBeUndefined();
  });

  it('remembers the nameless client beside the one that uses tokens', () => {
    expect(after(['none'], ['good', 'Boto3'])!.withoutToken).toMatchObject({ at: at(0) });
  });

  it.each([
    ['', undefined],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(5000), 'x'.repeat(200)],
    ['curl/8.5\t\u0085\u0000\u007f[0m', 'curl/8.5[0m'],
    [`${'x'.repeat(199)}\u{1f600}`, `${'x'.repeat(199)}\ufffd`],
  ])('has a name that can be shown: %j', (userAgent, shown) => {
    expect(withPlainTexts(after(['none', userAgent])!).last.userAgent).toBe(shown);
  });

  it.each([
    ['/latest/meta-data/?recursive=1', '/latest/meta-data/'],
    [`/${'x'.repeat(2000)}?a`, `/${'x'.repeat(199)}`],
    ['/a\u0085b', '/ab'],
  ])('has a path that can be shown: %j', (path, shown) => {
    const tracker = new RequestTracker();

    tracker.note('ins-1', uuid, { ...request, at: at(0), userAgent: 'curl', path, token: 'none' });

    expect(withPlainTexts(tracker.of('ins-1')!).last.path).toBe(shown);
  });

  it('begins anew with another UUID', () => {
    const tracker = new RequestTracker();
    tracker.note('ins-1', uuid, { ...request, at: at(0), userAgent: 'curl', token: 'none' });
    tracker.note('ins-1', 'another', { ...request, at: at(1), userAgent: 'Boto3', token: 'good' });

    expect(tracker.of('ins-1')).toMatchObject({ uuid: 'another', since: at(1), withoutToken: undefined });
  });

  it('is kept for a hundred thousand machines, the last that came first', () => {
    const tracker = new RequestTracker();
    const note = (machine: number) =>
      tracker.note(`m-${machine}`, uuid, { ...request, at: at(0), userAgent: 'curl', token: 'none' });

    for (let machine = 0; machine < 100_000; machine += 1) note(machine);
    note(0);
    note(100_000);

    expect([0, 1, 2, 100_000].map((machine) => tracker.of(`m-${machine}`) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
