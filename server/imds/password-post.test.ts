import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it } from '@jest/globals';
import { Unavailable } from '../errors.ts';
import { CachedGuest } from '../guests/cached-guest.ts';
import { exampleView } from '../tests/support/example-view.ts';
import { oneAtATime, type KeepPassword } from './password-post.ts';

const machine = (id: string) =>
  new CachedGuest({ id, view: exampleView(), records: [], endsAt: Number.POSITIVE_INFINITY });

/** The passwords that were handed over, the number of those that are being stored, and its maximum. */
let stored: string[];
let running: number;
let most: number;
let keep: KeepPassword;

beforeEach(() => {
  [stored, running, most] = [[], 0, 0];
  keep = oneAtATime(async (_guest, sent) => {
    running += 1;
    most = Math.max(most, running);
    await nextTurn();
    running -= 1;
    const text = String(sent);
    if (text === 'lost') throw new Unavailable('The control plane broke off.');
    stored.push(text);
    return text === 'too long' ? 400 : 200;
  });
});

const post = (guest: CachedGuest, ...texts: string[]) =>
  Promise.all(texts.map((text) => keep(guest, Buffer.from(text), 'one').catch(() => 503)));

it('only the first of several passwords at once is stored', async () => {
  expect(await post(machine('a'), 'first', 'second', 'third')).toEqual([200, 409, 409]);
  expect(stored).toEqual(['first']);
});

it('passwords of one machine are stored one after another until one is taken', async () => {
  const statuses = await post(machine('a'), '', 'too long', 'lost', 'good', 'late');

  expect(statuses).toEqual([200, 400, 503, 200, 409]);
  expect([stored, most]).toEqual([['', 'too long', 'good'], 1]);
});

it('more than five passwords of one machine at once are refused until there is room', async () => {
  const texts = ['1', '2', '3', '4', '5', '6'].map(() => 'too long');

  expect(await post(machine('a'), ...texts)).toEqual([400, 400, 400, 400, 400, 503]);
  expect(await post(machine('a'), 'good')).toEqual([200]);
});

it('passwords of other machines are stored meanwhile', async () => {
  await Promise.all(['a', 'b', 'c'].map((id) => post(machine(id), 'x')));

  expect(most).toBe(3);
});

it('a password that comes later is handed over again: the machine may be provisioned anew', async () => {
  const guest = machine('a');

  expect([...(await post(guest, 'first')), ...(await post(guest, 'second'))]).toEqual([200, 200]);
});
