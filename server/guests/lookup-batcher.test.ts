import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Unavailable } from '../errors.ts';
import { LookupBatcher } from './lookup-batcher.ts';

/** A query that is under way, until the test answers it. */
interface Query {
  names: string[];
  answer(version?: string): void;
  fail(error: Error): void;
}

let queries: Query[];
let lookups: LookupBatcher<string>;
/** The maximum names of one query. */
let maxTogether: number;

beforeEach(() => {
  queries = [];
  maxTogether = 10_000;
  lookups = new LookupBatcher(
    (names) =>
      new Promise((resolve, reject) => {
        const answer = (version = 'new') =>
          resolve(
            new Map(names.filter((name) => name !== 'nobody').map((name) => [name, `${version} ${name}`])),
          );
        queries.push({ names, answer, fail: reject });
      }),
    () => maxTogether,
  );
});

/** Waits until everything that was asked for has been handled. */
async function turns(): Promise<void> {
  for (let n = 0; n < 4; n += 1) await nextTurn();
}

const findAll = (names: string[]) => Promise.all(names.map((name) => lookups.find(name)));
const asked = () => queries.map(({ names }) => names);
const namesOf = (count: number) => Array.from({ length: count }, (_, n) => `m-${n}`);

describe('what is looked up', () => {
  it('is looked up by one query for all who ask in one turn, and each name once', async () => {
    const found = findAll(['a', 'b', 'a', 'nobody', 'b']);
    await turns();

    queries[0]!.answer();

    expect(await found).toEqual(['new a', 'new b', 'new a', undefined, 'new b']);
    expect(asked()).toEqual([['a', 'b', 'nobody']]);
  });

  it('is gathered while a query is under way, but for what that one asks for', async () => {
    const first = findAll(['a', 'b']);
    await turns();
    const second = findAll(['c', 'a']);
    await turns();
    const third = findAll(['b', 'd']);
    await turns();
    expect(asked()).toEqual([['a', 'b']]);

    queries[0]!.answer();
    await turns();
    queries[1]!.answer();

    expect(await first).toEqual(['new a', 'new b']);
    expect(await second).toEqual(['new c', 'new a']);
    expect(await third).toEqual(['new b', 'new d']);
    expect(asked()).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('is looked up anew for who asks after the answer', async () => {
    const first = findAll(['a']);
    await turns();
    queries[0]!.answer('old');
    await first;

    const second = findAll(['a']);
    await turns();
    queries[1]!.answer();

    expect([await first, await second]).toEqual([['old a'], ['new a']]);
  });

  it('is looked up anew for who asks after a change, though a query is under way', async () => {
    const before = findAll(['a', 'b']);
    await turns();

    lookups.restart();
    const after = findAll(['a']);
    queries[0]!.answer('old');
    await turns();
    queries[1]!.answer();

    expect(await before).toEqual(['old a', 'old b']);
    expect(await after).toEqual(['new a']);
    expect(asked()).toEqual([['a', 'b'], ['a']]);
  });

  it('is asked for no more than 500 at a time, one query after the other', async () => {
    const found = findAll(namesOf(1200));
    for (const n of [0, 1, 2]) {
      await turns();
      expect(queries).toHaveLength(n + 1);
      queries[n]!.answer();
    }

    expect(await found).toEqual(namesOf(1200).map((name) => `new ${name}`));
    expect(queries.map(({ names }) => names.length)).toEqual([500, 500, 200]);
  });
});

describe('what is large', () => {
  it('is asked for by as many queries as it takes', async () => {
    maxTogether = 3;

    const found = findAll(namesOf(7));
    for (const n of [0, 1, 2]) {
      await turns();
      queries[n]!.answer();
    }

    expect(await found).toEqual(namesOf(7).map((name) => `new ${name}`));
    expect(queries.map(({ names }) => names.length)).toEqual([3, 3, 1]);
  });
});

describe('a query that fails', () => {
  it('fails for all who wait for it, and for nobody else', async () => {
    const first = Promise.allSettled([lookups.find('a'), lookups.find('b')]);
    await turns();
    const second = lookups.find('c');

    queries[0]!.fail(new Unavailable('away'));
    await turns();
    const retried = lookups.find('a');
    queries[1]!.answer();
    await turns();
    queries[2]!.answer();

    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect([await second, await retried]).toEqual(['new c', 'new a']);
    expect(lookups.waiting).toBe(0);
  });
});

describe('who waits', () => {
  it('is counted until there is an answer', async () => {
    const found = findAll(['a', 'b', 'a']);
    await turns();
    expect(lookups.waiting).toBe(3);

    queries[0]!.answer();
    await found;

    expect(lookups.waiting).toBe(0);
  });

  it('is refused where too many do', async () => {
    const found = findAll(Array<string>(20_000).fill('a'));

    await expect(lookups.find('a')).rejects.toThrow(Unavailable);
    await expect(lookups.find('b')).rejects.toThrow('Too many machines wait for the database.');

    await turns();
    queries[0]!.answer();
    expect(new Set(await found)).toEqual(new Set(['new a']));
    expect(asked()).toEqual([['a']]);
  });
});
