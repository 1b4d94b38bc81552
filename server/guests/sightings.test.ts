import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Sightings } from './sightings.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 31, 12, 0, second));
type Token = 'good' | 'none' | undefined;

/** What is known after requests of these clients, one a second. */
function after(...requests: [token: Token, userAgent?: string][]) {
  const sightings = new Sightings();
  for (const [second, [token, userAgent]] of requests.entries())
    sightings.note('web-1', { at: at(second), address: '10.0.0.5', userAgent, token });
  return sightings.of('web-1');
}

describe('what was seen of a machine', () => {
  it('is nothing before it asks', () => {
    expect(after()).toBeUndefined();
  });

  it('is its last request', () => {
    expect(after(['none', 'curl/8.5'], ['good', 'Boto3/1.35'])!.last).toEqual({
      at: at(1),
      address: '10.0.0.5',
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
    expect(after(['none', userAgent])!.last.userAgent).toBe(shown);
  });

  it('is kept for a hundred thousand machines, the last that came first', () => {
    const sightings = new Sightings();
    const note = (machine: number) =>
      sightings.note(`m-${machine}`, { at: at(0), address: undefined, userAgent: 'curl', token: 'none' });

    for (let machine = 0; machine < 100_000; machine += 1) note(machine);
    note(0);
    note(100_000);

    expect([0, 1, 2, 100_000].map((machine) => sightings.of(`m-${machine}`) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
