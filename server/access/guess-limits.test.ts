import { beforeEach, describe, expect, it } from '@jest/globals';
import { GuessLimits, type Guess } from './guess-limits.ts';

const seconds = 1000;
const start = 1_800_000_000_000;

let limits: GuessLimits;
beforeEach(() => void (limits = new GuessLimits()));

const stranger = (link: string, name = 'admin'): Guess => ({
  name,
  pair: `${name} ${link}`,
  link,
  isKnown: false,
});

describe('a wrong password', () => {
  const failTimes = (guess: Guess, times: number, now = start) => {
    for (let count = 0; count < times; count += 1) limits.failed(guess, now);
    return limits.delayMs(guess, now) / seconds;
  };

  it('delays the next try for twice as long as the one before, up to a minute', () => {
    const guess = stranger('10.0.0.1');

    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(() => failTimes(guess, 1))).toEqual([
      0, 1, 2, 4, 8, 16, 32, 60, 60, 60,
    ]);
  });

  it('is forgotten an hour later', () => {
    const guess = stranger('10.0.0.1');
    failTimes(guess, 10);

    expect(failTimes(guess, 1, start + 3600 * seconds)).toBe(0);
  });

  it('delays nobody once the clock was set back', () => {
    const guess = stranger('10.0.0.1');
    failTimes(guess, 10);

    expect(limits.delayMs(guess, start - 24 * 3600 * seconds)).toBe(0);
    expect(limits.reserveCheck(guess, start - 24 * 3600 * seconds)).toBe(0);
  });

  it('counts less and less against its link', () => {
    failTimes(stranger('10.0.0.1', 'one'), 4);
    failTimes(stranger('10.0.0.1', 'two'), 4);

    const lately = (minutes: number) => limits.failuresLately('10.0.0.1', start + minutes * 60 * seconds);
    expect([0, 1, 2].map(lately)).toEqual([8, 4, 2]);
    expect(limits.failuresLately('10.0.0.2', start)).toBe(0);
  });
});

describe('strangers who try one name', () => {
  it('are given turns a second apart, for a minute', () => {
    const waits = Array.from({ length: 100 }, (_, n) => limits.reserveCheck(stranger(`10.0.0.${n}`), start));

    expect(waits.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, n) => n * seconds));
    expect(new Set(waits.slice(60))).toEqual(new Set([60 * seconds]));
  });

  it('keep their turn while others come', () => {
    limits.reserveCheck(stranger('first'), start);
    const waitMs = limits.reserveCheck(stranger('second'), start);
    for (let n = 0; n < 100; n += 1) limits.reserveCheck(stranger(`other ${n}`), start + waitMs);

    expect(limits.reserveCheck(stranger('second'), start + waitMs)).toBe(0);
  });

  it('keep their turn and their delays, however many names are tried from a few links', () => {
    const guesser = stranger('guesser', 'other');
    for (let n = 0; n < 10; n += 1) limits.failed(guesser, start);
    limits.reserveCheck(stranger('first'), start);
    const waitMs = limits.reserveCheck(stranger('second'), start);

    for (let n = 0; n < 40_000; n += 1)
      for (const link of ['a', 'b', 'c']) limits.reserveCheck(stranger(link, `name ${n}`), start);

    expect(waitMs).toBe(seconds);
    expect(limits.delayMs(stranger('second'), start)).toBe(waitMs);
    expect(limits.delayMs(guesser, start)).toBe(60 * seconds);
  });

  it('use it once', () => {
    limits.reserveCheck(stranger('first'), start);
    const waitMs = limits.reserveCheck(stranger('second'), start);
    limits.reserveCheck(stranger('second'), start + waitMs);

    expect(limits.reserveCheck(stranger('second'), start + waitMs)).toBe(seconds);
  });

  it('have one second try a second without a turn, however many of them failed once', () => {
    const guessers = Array.from({ length: 1000 }, (_, n) => stranger(`10.0.${n >> 8}.${n & 255}`));
    for (const guesser of guessers) limits.failed(guesser, start);
    limits.reserveCheck(stranger('first'), start);

    const waits = guessers.map((guesser) => limits.reserveCheck(guesser, start));
    const later = guessers.toReversed().map((guesser) => limits.reserveCheck(guesser, start + seconds));

    expect(waits.filter((ms) => ms === 0)).toHaveLength(1);
    expect(later.filter((ms) => ms === 0).length).toBeLessThanOrEqual(2);
  });

  it('wait for no other name, and not behind those whom the name is used to', () => {
    limits.reserveCheck(stranger('first'), start);

    expect(limits.reserveCheck(stranger('first', 'other'), start)).toBe(0);
    for (const link of ['home', 'office'])
      expect(limits.reserveCheck({ ...stranger(link), isKnown: true }, start)).toBe(0);
    expect(limits.reserveCheck(stranger('second'), start)).toBe(seconds);
  });
});
