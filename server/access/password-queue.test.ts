import { beforeEach, describe, expect, it } from '@jest/globals';
import { RateLimited } from '../errors.ts';
import { PasswordQueue, type HashRequest } from './password-queue.ts';

let queue: PasswordQueue;
/** The work that has begun, in its order, and functions to end it. */
let begun: string[];
let ends: Map<string, () => void>;

beforeEach(() => {
  queue = new PasswordQueue(2);
  begun = [];
  ends = new Map();
});

/** Queues work that lasts until the test ends it; resolves to `done` or to the error that refused it. */
function ask(name: string, request: HashRequest = { distrust: 0 }): Promise<unknown> {
  const work = () => {
    begun.push(name);
    return new Promise<string>((resolve) => ends.set(name, () => resolve('done')));
  };
  return queue.run(request, work).catch((error: unknown) => error);
}

const askMany = (count: number, request?: (n: number) => HashRequest) =>
  Array.from({ length: count }, (_, n) => ask(`${n}`, request?.(n)));

/** Ends work, and lets the work that was waiting for it begin. */
async function end(name: string): Promise<void> {
  ends.get(name)!();
  await new Promise((resolve) => setImmediate(resolve));
}

describe('hashing', () => {
  it('happens twice at a time, while 16 wait and others are refused', async () => {
    const asked = askMany(20);

    const refused = await Promise.all(asked.slice(18));
    expect(begun).toEqual(['0', '1']);
    for (const error of refused) {
      expect(error).toBeInstanceOf(RateLimited);
      expect(error).toMatchObject({ retryAfterSeconds: 1, message: expect.stringMatching(/ 2 .* 16 /) });
    }
    await end('1');
    expect(begun).toEqual(['0', '1', '2']);
  });

  it('happens to everybody who waits, in their order', async () => {
    const asked = askMany(18);

    for (let n = 0; n < 18; n += 1) await end(`${n}`);

    expect(begun).toEqual(Array.from({ length: 18 }, (_, n) => `${n}`));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['done']));
  });

  it('goes on after something has failed', async () => {
    const failing = queue.run({ distrust: 0 }, () => Promise.reject(new Error('no memory')));
    await expect(failing).rejects.toThrow('no memory');

    const asked = askMany(2);
    for (const name of ['0', '1']) await end(name);
    expect(await Promise.all(asked)).toEqual(['done', 'done']);
  });

  it('of one key happens once at a time, and others go before', async () => {
    void ask('one', { distrust: 0, key: 'admin' });
    void ask('two', { distrust: 0, key: 'admin' });
    void ask('other', { distrust: 0, key: 'alice' });

    expect(begun).toEqual(['one', 'other']);
    await end('one');
    expect(begun).toEqual(['one', 'other', 'two']);
  });

  it('of who is trusted goes first, even where no more could wait', async () => {
    const asked = askMany(18);
    void ask('trusted', { distrust: -1 });

    expect(await asked[17]).toBeInstanceOf(RateLimited);
    await end('0');
    expect(begun).toEqual(['0', '1', 'trusted']);
  });

  it('leaves room for other links than one that asks again and again', async () => {
    const asked = askMany(18, () => ({ distrust: 0, link: 'one' }));
    void ask('fresh', { distrust: 0, link: 'two' });

    expect(await asked[17]).toBeInstanceOf(RateLimited);
    for (let n = 0; n < 17; n += 1) await end(`${n}`);
    expect(begun.at(-1)).toBe('fresh');
  });

  it('leaves room for those who have failed less', async () => {
    const asked = askMany(18, (n) => ({ distrust: n === 5 ? 3 : 1, link: `${n}` }));

    const failedMore = ask('failed more', { distrust: 4, link: 'x' });
    void ask('failed less', { distrust: 2, link: 'y' });

    expect(await failedMore).toBeInstanceOf(RateLimited);
    expect(await asked[5]).toBeInstanceOf(RateLimited);
  });
});
