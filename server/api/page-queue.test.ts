import { describe, expect, it } from '@jest/globals';
import { eventually } from '../tests/support/eventually.ts';
import { PageQueue } from './page-queue.ts';

/** Pages, each of which is being made until the test ends it. */
function pages(maxWaitMs?: number) {
  const queue = new PageQueue(maxWaitMs);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (caller: string, isWaitingForReader = () => false) =>
    queue.run({
      caller,
      make: () => {
        begun.push(caller);
        return new Promise((resolve) => ends.push(resolve));
      },
      isWaitingForReader,
    });
  const end = () => ends.shift()!();
  const endNext = async () => {
    const before = begun.length;
    end();
    await eventually(async () => expect(begun.length).toBeGreaterThan(before));
  };
  return { begun, ask, end, endNext };
}

describe('pages for strangers', () => {
  it('are made two at once, of one caller after another', async () => {
    const { begun, ask, endNext } = pages();
    for (const caller of ['a', 'a', 'a', 'a', 'b', 'c']) void ask(caller);

    for (let n = 0; n < 4; n += 1) await endNext();

    expect(begun).toEqual(['a', 'a', 'a', 'b', 'c', 'a']);
  });

  it('keep nobody waiting for one who reads slowly', async () => {
    const { begun, ask } = pages();
    for (const caller of ['slow', 'slow', 'other']) void ask(caller, () => true);

    await eventually(async () => expect(begun).toContain('other'));
  });

  it('wait for those that are being made, however long that takes', async () => {
    const { begun, ask, endNext } = pages();
    let looks = 0;
    const isWaitingForReader = () => {
      looks += 1;
      return false;
    };
    for (const caller of ['a', 'b', 'other']) void ask(caller, isWaitingForReader);

    await eventually(async () => expect(looks).toBeGreaterThan(2));

    expect(begun).toEqual(['a', 'b']);
    await endNext();
    expect(begun).toEqual(['a', 'b', 'other']);
  });

  it('are refused to whom waited for too long, and others go on', async () => {
    const { begun, ask, end } = pages(1);
    for (const caller of ['a', 'a']) void ask(caller);

    expect(await ask('late')).toBe(false);

    end();
    await eventually(async () => {
      void ask('next');
      expect(begun).toEqual(['a', 'a', 'next']);
    });
  });

  it('are refused beyond five hundred that wait of one caller, and others are not', async () => {
    const { ask } = pages();
    for (let n = 0; n < 502; n += 1) void ask('a');

    expect(await ask('a')).toBe(false);
    expect(await Promise.race([ask('b'), Promise.resolve('waits')])).toBe('waits');
  });
});
