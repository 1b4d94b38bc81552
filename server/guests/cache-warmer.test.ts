import { describe, expect, it } from '@jest/globals';
import { CacheWarmer } from './cache-warmer.ts';

const namesOf = (count: number, letter = 'm') => Array.from({ length: count }, (_, n) => `${letter}-${n}`);

/** What was looked up, one list a query; and what each query is answered. */
function rewarmingThat(answer: (query: number) => boolean | Promise<boolean>) {
  const asked: string[][] = [];
  const rewarming = new CacheWarmer(async (names) => answer(asked.push(names)));
  return { asked, rewarming };
}

describe('machines that were forgotten', () => {
  it('are looked up again, a hundred at a time', async () => {
    const { asked, rewarming } = rewarmingThat(() => true);

    expect(await rewarming.add(namesOf(250))).toBe(true);

    expect(asked.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(asked.flat()).toEqual(namesOf(250));
  });

  it('are looked up no more at a time than may be together now', async () => {
    const asked: number[] = [];
    const rewarming = new CacheWarmer(
      async (names) => asked.push(names.length) > 0,
      () => asked.length + 1,
    );

    await rewarming.add(namesOf(6));

    expect(asked).toEqual([1, 2, 3]);
  });

  it('are looked up once, however often they were forgotten meanwhile', async () => {
    const { asked, rewarming } = rewarmingThat(() => true);

    const all = [
      rewarming.add(namesOf(150)),
      rewarming.add(namesOf(150)),
      rewarming.add(namesOf(20, 'other')),
    ];
    expect(await Promise.all(all)).toEqual([true, true, true]);

    expect(asked.flat().toSorted()).toEqual(
      [...namesOf(150), ...namesOf(20, 'other'), ...namesOf(100)].toSorted(),
    );
  });

  it.each<[string, () => boolean | Promise<boolean>]>([
    ['was not kept, since something changed', () => false],
    ['failed', () => Promise.reject(new Error('the database is away'))],
  ])('are looked up once more, after a while, where a query %s', async (_, fail) => {
    const { asked, rewarming } = rewarmingThat((query) => (query === 1 ? fail() : true));
    const began = performance.now();

    expect(await rewarming.add(['a', 'b'])).toBe(true);

    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(performance.now() - began).toBeGreaterThan(900);
  });

  it('need nothing when there are none', async () => {
    const { asked, rewarming } = rewarmingThat(() => true);

    expect(await rewarming.add([])).toBe(true);

    expect(asked).toEqual([]);
  });

  it('are looked up another time', async () => {
    const { asked, rewarming } = rewarmingThat(() => true);
    await rewarming.add(['a']);

    expect(await rewarming.add(['a', 'b'])).toBe(true);

    expect(asked).toEqual([['a'], ['a', 'b']]);
  });
});

describe('what closes meanwhile', () => {
  it.each<[string, number, (close: () => void) => boolean | Promise<boolean>]>([
    ['while a query is under way', 1, (close) => (close(), true)],
    [
      'while a query is under way that fails then',
      1,
      (close) => (close(), Promise.reject(new Error('ended'))),
    ],
    ['between two queries', 2, (close) => (setImmediate(close), true)],
  ])('looks up no more, and says that not all are known: %s', async (_, last, closing) => {
    const { asked, rewarming } = rewarmingThat((query) =>
      query === last ? closing(() => rewarming.close()) : true,
    );

    expect(await rewarming.add(namesOf(1000))).toBe(false);

    expect(asked).toHaveLength(last);
  });
});
