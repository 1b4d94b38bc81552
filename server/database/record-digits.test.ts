import { mock } from 'node:test';
import { describe, expect, it } from '@jest/globals';
import { idDigits, orderedDigits, randomDigits } from './record-digits.ts';

const many = (make: () => string) => Array.from({ length: 20_000 }, make);

describe.each([
  { name: 'ordered', make: orderedDigits },
  { name: 'random', make: randomDigits },
])('$name digits', ({ make }) => {
  it('are 17 hexadecimal ones, and no two are the same', () => {
    const digits = many(make);

    expect(new Set(digits).size).toBe(digits.length);
    expect(digits.filter((one) => !idDigits.test(one))).toEqual([]);
  });
});

describe('ordered digits', () => {
  it('grow, also within a millisecond and when the clock goes back', () => {
    const later = Date.now();
    const first = many(orderedDigits);
    const clock = mock.method(Date, 'now', () => later - 60_000);
    const afterwards = many(orderedDigits);
    clock.mock.restore();

    const digits = [...first, ...afterwards];
    expect(digits.toSorted()).toEqual(digits);
  });

  it('begin with the time, in milliseconds', () => {
    const before = Date.now();
    const time = Number(BigInt(`0x${orderedDigits()}`) >> 26n);

    expect(time).toBeGreaterThanOrEqual(before);
  });
});
