import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GenerationCache } from './generation-cache.ts';

const bytesOf = (text: string) => text.length;
const ten = { entries: 10, bytes: 1000, bytesOf };

describe('a value', () => {
  it('is kept while there are half as many younger ones as there may be in all', () => {
    const cache = new GenerationCache(ten);

    for (const key of 'abcdefghij') cache.set(key, key.toUpperCase());

    expect([...'fghij'].map((key) => cache.get(key))).toEqual([...'FGHIJ']);
    expect(cache.get('k')).toBeUndefined();
  });

  it('is kept as long as it is asked for again', () => {
    const cache = new GenerationCache(ten);
    cache.set('asked for', 'yes');
    cache.set('forgotten', 'yes');

    for (let n = 0; n < 1000; n += 1) {
      cache.set(`${n}`, 'other');
      if (n % 3 === 0) cache.get('asked for');
    }

    expect([cache.get('asked for'), cache.get('forgotten')]).toEqual(['yes', undefined]);
  });

  it.each([
    ['there are too many', { entries: 4, bytes: 1_000_000 }],
    ['they are too long', { entries: 1000, bytes: 2000 }],
  ])('is forgotten when %s', (_, limits) => {
    const cache = new GenerationCache({ ...limits, bytesOf });
    cache.set('first', 'x'.repeat(500));

    for (let n = 0; n < 4; n += 1) cache.set(`${n}`, 'x'.repeat(500));

    expect(cache.get('first')).toBeUndefined();
  });

  it('is right or not there, and all together are no more than there may be', () => {
    const key = fc.integer({ min: 0, max: 30 });
    const length = fc.integer({ min: 0, max: 120 });

    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.option(length)), { maxLength: 200 }), (steps) => {
        const cache = new GenerationCache({ entries: 8, bytes: 400, bytesOf });
        const last = new Map<number, string>();
        for (const [n, textLength] of steps) {
          const text = textLength === null ? undefined : 'x'.repeat(textLength);
          if (text !== undefined) last.set(n, text);
          if (text !== undefined) cache.set(`${n}`, text);
          else expect([undefined, last.get(n)]).toContain(cache.get(`${n}`));
        }
        const left = Array.from({ length: 31 }, (_, n) => cache.get(`${n}`)).filter(
          (one) => one !== undefined,
        );
        expect(left.length).toBeLessThanOrEqual(8 + 8); // a look-up may evict others
        expect(left.join('').length).toBeLessThanOrEqual(400 + 2 * 120);
      }),
    );
  });
});
