import { describe, expect, it } from '@jest/globals';
import { GuestAnswer } from './guest-answer.ts';
import { RememberedAnswers } from './remembered-answers.ts';

const plain = (body: string | Uint8Array, contentType = 'text/plain') =>
  new GuestAnswer(200, contentType, body);

/** Counts how many of `count` answers are remembered. */
function remembered(count: number, { target, body }: { target: number; body: number }): number {
  const answers = new RememberedAnswers();
  const targetOf = (n: number) => `/${n}`.padEnd(target, 'x');
  for (let n = 0; n < count; n += 1)
    answers.keep(targetOf(n), plain(`${n}`.padEnd(body, 'x')), { isOfView: false });
  return Array.from({ length: count }, (_, n) => answers.find(targetOf(n))).filter(Boolean).length;
}

describe('what a machine was told', () => {
  it.each([
    ['a whole boot and more', { target: 60, body: 30 }, 256],
    ['64 KiB', { target: 256, body: 1000 }, 52],
    ['nothing at a target that is longer than any', { target: 257, body: 30 }, 0],
  ])('is remembered up to %s', (_, lengths, expected) => {
    expect(remembered(1000, lengths)).toBe(expected);
  });

  it('is remembered with its type and time', () => {
    const answers = new RememberedAnswers();
    const changedAt = new Date('2026-01-31T12:00:00Z');
    const short = new GuestAnswer(200, 'text/plain', 'short', { changedAt, entries: ['a'] });
    const long = new GuestAnswer(200, 'text/html', 'long '.repeat(1000), { changedAt });
    answers.keep('/short', short, { isOfView: false });
    answers.keep('/long', long, { isOfView: false });

    expect(answers.find('/short')).toMatchObject({ contentType: 'text/plain', body: 'short', changedAt });
    expect(answers.find('/long')).toMatchObject({ contentType: 'text/html', body: long.body, changedAt });
  });

  it.each([
    '/openstack/latest/network_data.json',
    '/openstack/2018-08-27/network_data.json',
    '/openstack/latest',
    '/nocloud/network-config',
    '/nocloud/user-data/',
  ])('is remembered as a whole document, whatever else was asked for: %s', (target) => {
    const answers = new RememberedAnswers();
    for (let n = 0; n < 300; n += 1) answers.keep(`/${n}`, plain('short'), { isOfView: false });

    answers.keep(target, plain('long '.repeat(10_000)), { isOfView: false });
    answers.keep('/latest/meta-data/hostname', plain('short'), { isOfView: false });

    expect(answers.find(target)?.body).toEqual(Buffer.from('long '.repeat(10_000)));
    expect(answers.find('/latest/meta-data/hostname')).toBeUndefined();
  });

  it('is not remembered where it is another one every time', () => {
    const answers = new RememberedAnswers();

    answers.keep('/openstack/latest/meta_data.json', plain('{}', 'application/json'), { isOfView: false });

    expect(answers.find('/openstack/latest/meta_data.json')).toBeUndefined();
  });
});
