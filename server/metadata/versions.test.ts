import { describe, expect, it } from '@jest/globals';
import { isVersion, isVisible, versions } from './versions.ts';

describe('versions', () => {
  it('are 30 dates in chronological order with latest last', () => {
    expect(versions).toHaveLength(31);
    expect(versions.at(-1)).toBe('latest');
    expect([...versions].sort()).toEqual(versions);
  });

  it.each(['1.0', '2009-04-04', '2021-03-23', 'latest'])('%s is one', (name) => {
    expect(isVersion(name)).toBe(true);
  });

  it.each(['2021-03-24', '0000-00-00', '2022-07-09', '', 'Latest', 'constructor', '__proto__'])(
    '"%s" is none',
    (name) => {
      expect(isVersion(name)).toBe(false);
    },
  );

  it.each([
    ['1.0', '1.0', true],
    ['1.0', '2007-01-19', true],
    ['2007-01-19', '1.0', false],
    ['2020-08-24', '2019-10-01', false],
    ['2020-08-24', '2020-10-27', true],
    ['2026-04-15', 'latest', true],
    ['latest', '2026-04-15', false],
    ['latest', 'latest', true],
  ])('what came with %s shows under %s: %s', (since, version, visible) => {
    expect(isVisible(since, version)).toBe(visible);
  });
});
