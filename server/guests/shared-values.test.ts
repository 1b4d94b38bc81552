import { describe, expect, it } from '@jest/globals';
import { sharedJson, sharedText } from './shared-values.ts';

describe('what many machines have in common', () => {
  it.each(['', 'm4.xlarge', 'Wörk 🙂', '__proto__'])('is the same text: "%s"', (text) => {
    expect(sharedText(text)).toBe(text);
  });

  it.each(['[]', '{"a":[1]}', '"text"', '{"a":[1],"b":null}'])('is read once: %s', (json) => {
    const first = sharedJson(json);

    expect(first).toEqual(JSON.parse(json));
    expect(sharedJson(json)).toBe(first);
  });

  it.each(['null', 'false', '0'])('is read right when it is next to nothing: %s', (json) => {
    expect([sharedJson(json), sharedJson(json)]).toEqual([JSON.parse(json), JSON.parse(json)]);
  });

  it('is text here and JSON there', () => {
    expect([sharedText('[1]'), sharedJson('[1]'), sharedText('[1]')]).toEqual(['[1]', [1], '[1]']);
  });

  it.each([1000, 1024, 1025, 100_000])('is right of %d characters', (length) => {
    const json = JSON.stringify('x'.repeat(length - 2));

    expect([sharedText(json), sharedText(json)]).toEqual([json, json]);
    expect([sharedJson(json), sharedJson(json)]).toEqual([JSON.parse(json), JSON.parse(json)]);
  });

  it('is read once up to 16 KiB, and anew where it is longer', () => {
    const json = (length: number) => JSON.stringify(['x'.repeat(length - 4)]);
    const isRead = (length: number) => sharedJson(json(length)) === sharedJson(json(length));

    expect([100, 1024, 1025, 16 * 1024, 16 * 1024 + 1].map(isRead)).toEqual([true, true, true, true, false]);
  });

  it('is forgotten where it takes too much memory, and right again', () => {
    const json = (n: number) => JSON.stringify([n, 'x'.repeat(16_000)]);
    const first = sharedJson(json(0));

    for (let n = 1; n < 600; n += 1) sharedJson(json(n));

    expect(sharedJson(json(0))).toEqual(first);
    expect(sharedJson(json(0))).not.toBe(first);
  });

  it('is forgotten where there is too much of it, and right again', () => {
    const first = sharedJson('[1,2]');

    for (let n = 0; n < 20_000; n += 1) sharedJson(`[${n}]`);

    const second = sharedJson('[1,2]');
    expect(second).toEqual(first);
    expect(second).not.toBe(first);
  });
});
