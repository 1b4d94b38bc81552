import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { CacheWarmer } from './cache-warmer.ts';

const namesOf = (count: number, letter = 'm') => Array.from({ length: count }, (_, n) => `${letter}-${n}`);

/** Makes a cache warmer whose queries `answer` answers; `asked` lists the names of each query, `pauses` what it waited. */
function warmerThat(answer: (query: number) => boolean | Promise<boolean>) {
  const asked: string[][] = [];
  const pauses: number[] = [];
  const pause = async (durationMs: number) => {
    pauses.push(durationMs);
    await setImmediate();
  };
  const warmer = new CacheWarmer(async (names) => answer(asked.push(names)), undefined, pause);
  return { asked, pauses, warmer };
}

describe('machines that were forgotten', () => {
  it('are looked up again, a hundred at a time', async () => {
    const { asked, warmer } = warmerThat(() => true);

    expect(await warmer.add(namesOf(250))).toBe(true);

    expect(asked.map(({ length }) => length)).toEqual([100, 100, 50]);
    expect(asked.flat()).toEqual(namesOf(250));
  });

  it('are looked up no more at a time than may be together now', async () => {
    const asked: number[] = [];
    const warmer = new CacheWarmer(
      async (names) => asked.push(names.length) > 0,
      () => asked.length + 1,
    );

    await warmer.add(namesOf(6));

    expect(asked).toEqual([1, 2, 3]);
  });

  it('are looked up once, however often they were forgotten meanwhile', async () => {
    const { asked, warmer } = warmerThat(() => true);

    const all = [warmer.add(namesOf(150)), warmer.add(namesOf(150)), warmer.add(namesOf(20, 'other'))];
    expect(await Promise.all(all)).toEqual([true, true, true]);

    expect(asked.flat().toSorted()).toEqual(
      [...namesOf(150), ...namesOf(20, 'other'), ...namesOf(100)].toSorted(),
    );
  });

  it.each<[string, () => boolean | Promise<boolean>]>([
    ['was not kept, since something changed', () => false],
    ['failed', () => Promise.reject(new Error('the database is away'))],
  ])('are looked up once more, after a while, where a query %s', async (_, fail) => {
    const { asked, pauses, warmer } = warmerThat((query) => (query === 1 ? fail() : true));

    expect(await warmer.add(['a', 'b'])).toBe(true);

    expect(asked).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(pauses).toEqual([1000, 10]);
  });

  it('need nothing when there are none', async () => {
    const { asked, warmer } = warmerThat(() => true);

    expect(await warmer.add([])).toBe(true);

    expect(asked).toEqual([]);
  });

  it('are looked up another time', async () => {
    const { asked, warmer } = warmerThat(() => true);
    await warmer.add(['a']);

    expect(await warmer.add(['a', 'b'])).toBe(true);

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
    ['between two queries', 2, (close) => (globalThis.setImmediate(close), true)],
  ])('looks up no more, and says that not all are known: %s', async (_, last, closing) => {
    const { asked, warmer } = warmerThat((query) => (query === last ? closing(() => warmer.close()) : true));

    expect(await warmer.add(namesOf(1000))).toBe(false);

    expect(asked).toHaveLength(last);
  });
});
