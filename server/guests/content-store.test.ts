import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContentStore, minStoredBytes } from './content-store.ts';

const bytes = (length: number, value = 1) => new Uint8Array(length).fill(value);

describe('what many machines have in common', () => {
  it('is one object, whoever comes with it', () => {
    const store = new ContentStore(100_000);
    const first = store.share(bytes(5000));

    expect(store.share(bytes(5000))).toBe(first);
    expect(store.share(bytes(5000, 2))).not.toBe(first);
    expect(store.share(bytes(5001))).toEqual(bytes(5001));
    expect(store.bytes).toBe(15_001);
  });

  it('is left where it is while it is short', () => {
    const store = new ContentStore(100_000);
    const [short, long] = [bytes(minStoredBytes - 1), bytes(minStoredBytes)];

    expect([store.share(short), store.share(long)]).toEqual([short, long]);
    expect(store.share(bytes(minStoredBytes - 1))).not.toBe(short);
    expect(store.share(bytes(minStoredBytes))).toBe(long);
    expect(store.bytes).toBe(minStoredBytes);
  });
});

describe('a content', () => {
  it('is found by its key', () => {
    const store = new ContentStore(100_000);

    const keys = ['a text', 'a'.repeat(5000), bytes(5000), ''].map((content) => store.put(content));

    expect(keys.map((key) => store.find(key))).toEqual(['a text', 'a'.repeat(5000), bytes(5000), '']);
    expect(store.put('a text')).toBe(keys[0]);
  });

  it('is another one as text than as bytes', () => {
    const store = new ContentStore(100_000);
    const text = 'a'.repeat(5000);

    expect(store.put(text)).not.toBe(store.put(Buffer.from(text)));
    expect(store.share(Buffer.from(text))).toEqual(Buffer.from(text));
  });

  it('is evicted when it was used longest ago', () => {
    const store = new ContentStore(3000);
    const [one, two, three] = [1, 2, 3].map((value) => store.put(bytes(1000, value)));
    store.find(one!);

    const four = store.put(bytes(1000, 4));

    expect([one, two, three, four].map((key) => store.find(key!)?.at(0))).toEqual([1, undefined, 3, 4]);
  });

  it('that is larger than everything is not kept, and evicts nothing', () => {
    const store = new ContentStore(3000);
    const key = store.put(bytes(1000));
    const large = bytes(3001, 2);

    expect(store.share(large)).toBe(large);
    expect([store.find(store.put(large)), store.find(key)]).toEqual([undefined, bytes(1000)]);
  });

  it('never takes more than the store may, and is never another one', () => {
    const content = fc.oneof(fc.string({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 }));

    fc.assert(
      fc.property(fc.array(content, { maxLength: 40 }), (contents) => {
        const store = new ContentStore(1000);
        for (const one of contents) {
          const found = store.find(store.put(one));
          expect(found).toEqual(one);
          expect(store.bytes).toBeLessThanOrEqual(1000);
        }
      }),
    );
  });
});
