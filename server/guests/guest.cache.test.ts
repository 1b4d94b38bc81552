import { beforeEach, describe, expect, it } from '@jest/globals';
import { everythingChanged, type Change } from '../changes/change.ts';
import { exampleView } from '../tests/support/example-view.ts';
import { GuestCache } from './guest.cache.ts';
import { CachedGuest } from './cached-guest.ts';

const view = exampleView();
const machine = (id: string, ...records: string[]) =>
  new CachedGuest({ id, view, records, endsAt: Number.POSITIVE_INFINITY });
const change = (given: Partial<Change>): Change => ({
  ids: [],
  findsMore: false,
  everything: false,
  ...given,
});

/** Returns those of these names that are known. */
const knownOf = (cache: GuestCache, names: string[]) =>
  names.filter((name) => cache.find(name) !== undefined);

describe('what a change makes different', () => {
  const names = ['10.0.0.1', '10.0.0.2', 'i-2', '10.0.0.3', '10.0.0.4'];
  let cache: GuestCache;

  beforeEach(() => {
    cache = new GuestCache(10);
    cache.keep('10.0.0.1', machine('one', 'key-a', 'vpc'));
    cache.keep('10.0.0.2', machine('two', 'key-a', 'key-b', 'vpc'));
    cache.keep('i-2', machine('two', 'key-a', 'key-b', 'vpc'));
    cache.keep('10.0.0.3', machine('three', 'key-b', 'vpc'));
    cache.keep('10.0.0.4', machine('four'));
    cache.keepUnused('10.9.9.9');
  });

  it.each<[string, Partial<Change>, string[]]>([
    ['nothing that is known', { ids: ['key-z'] }, []],
    ['new machines', { findsMore: true }, []],
    ['a machine', { ids: ['one'] }, ['10.0.0.1']],
    ['a machine with two names', { ids: ['two'] }, ['10.0.0.2', 'i-2']],
    ['a record of two', { ids: ['key-a'] }, ['10.0.0.1', '10.0.0.2', 'i-2']],
    ['a record of two others', { ids: ['key-b'] }, ['10.0.0.2', 'i-2', '10.0.0.3']],
    ['a record of nearly all', { ids: ['vpc'] }, ['10.0.0.1', '10.0.0.2', 'i-2', '10.0.0.3']],
    ['several', { ids: ['four', 'key-z', 'one'] }, ['10.0.0.1', '10.0.0.4']],
    ['everything', everythingChanged, names],
  ])('is forgotten, and nothing else, with its names: %s', (_, given, expected) => {
    const invalidated = cache.invalidate(change(given));

    expect(new Set(invalidated)).toEqual(new Set(expected));
    expect(knownOf(cache, names)).toEqual(names.filter((name) => !expected.includes(name)));
    expect(cache.names.toSorted()).toEqual(knownOf(cache, names).toSorted());
  });

  it.each<[string, Partial<Change>, boolean]>([
    ['a machine that is known', { ids: ['one', 'key-a'] }, true],
    ['what machines there are', { findsMore: true }, false],
    ['everything', everythingChanged, false],
  ])('leaves names without a machine as they are, or not: %s', (_, given, isKnown) => {
    cache.invalidate(change(given));

    expect(cache.isUnused('10.9.9.9')).toBe(isKnown);
  });

  it('is known again, as it is now, once it is kept anew', () => {
    cache.invalidate(change({ ids: ['key-b'] }));
    const reloaded = cache.keep('10.0.0.2', machine('two', 'key-c'));

    expect(cache.find('10.0.0.2')).toBe(reloaded);
    expect(cache.find('i-2')).toBeUndefined();
    expect(cache.invalidate(change({ ids: ['key-a', 'key-b'] }))).toEqual(['10.0.0.1']);
    expect(cache.invalidate(change({ ids: ['key-c'] }))).toEqual(['10.0.0.2']);
  });
});

describe('a machine', () => {
  it('is kept once, by all its names', () => {
    const cache = new GuestCache(10);
    const first = machine('one');

    expect(cache.keep('10.0.0.1', first)).toBe(first);
    expect(cache.keep('i-1', machine('one'))).toBe(first);
    expect(cache.keep('i-1', machine('one'))).toBe(first);

    expect([cache.find('10.0.0.1'), cache.find('i-1'), cache.count]).toEqual([first, first, 1]);
    expect(first.names).toEqual(['10.0.0.1', 'i-1']);
  });

  it('has an address that another one had', () => {
    const cache = new GuestCache(10);
    const [before, after] = [machine('one'), machine('two')];
    cache.keep('10.0.0.1', before);

    cache.keep('10.0.0.1', after);
    cache.drop(before);

    expect(cache.find('10.0.0.1')).toBe(after);
  });
});

describe('when there are too many', () => {
  const name = (n: number) => `10.0.0.${n}`;

  it.each([
    ['nobody', [], [3, 4, 5]],
    ['the youngest', [4], [3, 4, 5]],
    ['the oldest', [2], [2, 4, 5]],
    ['all but one', [2, 3], [2, 3, 5]],
    ['all', [4, 3, 2], [3, 4, 5]],
  ])('lets the oldest go that did not ask since the last time, where %s did', (_, asked, left) => {
    const cache = new GuestCache(3);
    for (const n of [1, 2, 3, 4]) cache.keep(name(n), machine(`${n}`));
    for (const n of asked) cache.find(name(n));

    cache.keep(name(5), machine('5'));

    expect(cache.count).toBe(3);
    expect(knownOf(cache, [1, 2, 3, 4, 5].map(name))).toEqual(left.map(name));
  });

  const mebibyte = 1024 * 1024;
  const sized = (id: string, bytes: number, userData?: Uint8Array) =>
    new CachedGuest({
      id,
      view: { ...view, userData },
      records: [],
      endsAt: Number.POSITIVE_INFINITY,
      bytes,
    });

  it('lets so many go that the others fit, where they are large', () => {
    const cache = new GuestCache(1000);
    for (const n of [1, 2, 3, 4]) cache.keep(name(n), sized(`${n}`, 20 * mebibyte));
    expect(knownOf(cache, [1, 2, 3, 4].map(name))).toEqual([2, 3, 4].map(name));

    cache.keep(name(5), sized('5', 40 * mebibyte));

    expect(knownOf(cache, [1, 2, 3, 4, 5].map(name))).toEqual([4, 5].map(name));
    expect(cache.count).toBe(2);
  });

  it('keeps one that is larger than all may be, until there is another', () => {
    const cache = new GuestCache(1000);

    cache.keep(name(1), sized('1', 100 * mebibyte));
    const alone = cache.count;
    cache.keep(name(2), sized('2', mebibyte));

    expect([alone, cache.count]).toEqual([1, 1]);
    expect(cache.find(name(2))).toBeDefined();
  });

  it('counts once what several have in common, and no more once they are gone', () => {
    const cache = new GuestCache(1000);
    const [common, other] = [new Uint8Array(40 * mebibyte), new Uint8Array(40 * mebibyte)];
    for (const n of [1, 2, 3]) cache.keep(name(n), sized(`${n}`, mebibyte, common));
    expect(cache.count).toBe(3);

    cache.invalidate(change({ ids: ['1', '2', '3'] }));
    cache.keep(name(4), sized('4', mebibyte, other));
    cache.keep(name(5), sized('5', mebibyte, other));
    const withOther = cache.count;
    cache.keep(name(6), sized('6', mebibyte, common));

    expect(withOther).toBe(2);
    expect(knownOf(cache, [4, 5, 6].map(name))).toEqual([name(6)]);
  });

  it('has room for 32 KiB of each of many', () => {
    const cache = new GuestCache(10_000);

    for (let n = 0; n < 10_001; n += 1) cache.keep(name(n), sized(`${n}`, 32 * 1024));
    const count = cache.count;
    cache.keep(name(-1), sized('-1', 32 * 1024 * 100));

    expect([count, cache.count]).toEqual([10_000, 9901]);
  });

  it('forgets the name without a machine that it has known longest', () => {
    const cache = new GuestCache(2);

    for (const n of [1, 2, 3]) cache.keepUnused(name(n));

    expect([1, 2, 3].filter((n) => cache.isUnused(name(n)))).toEqual([2, 3]);
  });
});
