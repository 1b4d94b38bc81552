import { describe, expect, it } from '@jest/globals';
import { exampleView, readableTags } from '../tests/support/example-view.ts';
import { wholeView } from '../tests/support/example-whole-view.ts';
import type { GuestView } from '../metadata/guest-view.ts';
import { contentStore } from './content-store.ts';
import { answerFor } from './guest-answer.ts';
import { CachedGuest } from './cached-guest.ts';

const known = (view: GuestView) =>
  new CachedGuest({ id: 'one', view, records: [], endsAt: Number.POSITIVE_INFINITY });

const longTags = readableTags(
  Array.from({ length: 50 }, (_, n) => ({ key: `key-${n}`, value: 'long '.repeat(10) })),
);
const userData = Buffer.alloc(16_384, '#!/bin/sh\n');
const custom = { path: 'meta-data/rack/plan', value: Buffer.alloc(2000, 'plan') };
const large = { ...wholeView(), ...longTags, userData, customMetadata: [custom] };
const targets = [
  '/latest/meta-data/',
  '/latest/meta-data/hostname',
  '/latest/meta-data/tag-sets/instance',
  '/latest/meta-data/rack/plan',
  '/latest/user-data',
  '/2009-04-04/user-data',
  '/latest/dynamic/instance-identity/rsa2048',
  '/latest/meta-data/iam/security-credentials/',
  '/nocloud/meta-data',
  '/openstack/latest/user_data',
];

/** Fills the store with something else. */
function evictEverything(): void {
  for (let n = 0; n < 40; n += 1) contentStore.put(`${n}`.padEnd(1024 * 1024, 'x'));
}

/** The parts of an answer that a client sees. */
const seen = ({ status, contentType, body, changedAt }: ReturnType<typeof answerFor>) => ({
  status,
  contentType,
  body: Buffer.from(body).toString('latin1'),
  changedAt,
});

describe('a machine in memory', () => {
  it('is told the same as often as it asks, also when that was evicted meanwhile', () => {
    const guest = known(large);
    const askAll = () => targets.map((target) => [target, seen(guest.respond(target))]);
    const expected = targets.map((target) => [target, seen(answerFor(large, target))]);

    const answers = [askAll(), askAll()];
    evictEverything();
    answers.push(askAll(), askAll());

    expect(answers).toEqual([expected, expected, expected, expected]);
    expect(expected.map(([, answer]) => (answer as { status: number }).status)).toEqual(
      targets.map(() => 200),
    );
  });

  it.each([
    '/openstack/latest/network_data.json?x=1',
    '//openstack/./latest/network_data.json',
    '/openstack/latest/network%5Fdata.json',
    'http://169.254.169.254/openstack/latest/network_data.json',
  ])('is told what it was told already, however it is asked for: %s', (target) => {
    const privateIpv4s = Array.from({ length: 1024 }, (_, n) => `10.0.${n >> 8}.${n & 255}`);
    const guest = known({ ...large, interfaces: large.interfaces.map((one) => ({ ...one, privateIpv4s })) });
    const plain = '/openstack/latest/network_data.json';

    const first = seen(guest.respond(target));

    expect(guest.respond(target).body).toBeInstanceOf(Buffer);
    expect(guest.respond(target).body).toBe(guest.respond(plain).body);
    expect(seen(guest.respond(plain))).toEqual(first);
  });

  it('is told the very bytes of its view, which are in memory once', () => {
    const guest = known(large);
    const before = contentStore.bytes;

    for (let round = 0; round < 2; round += 1) {
      expect(guest.respond('/latest/user-data').body).toBe(userData);
      expect(guest.respond('/openstack/latest/user_data').body).toBe(userData);
      expect(guest.respond('/latest/meta-data/rack/plan').body).toBe(custom.value);
    }
    expect(contentStore.bytes).toBe(before);
  });

  it('shares long texts with all others that are told the same', () => {
    const view = { ...exampleView(), ...longTags };
    const ask = () => known(view).respond('/latest/meta-data/tag-sets/instance').length;
    const length = ask();
    const before = contentStore.bytes;

    for (let n = 0; n < 100; n += 1) expect(ask()).toBe(length);

    expect(length).toBeGreaterThan(1024);
    expect(contentStore.bytes).toBe(before);
  });

  it('is told right at more targets than are remembered, however they are written', () => {
    const guest = known(large);
    const odd = Array.from({ length: 600 }, (_, n) => `/latest/meta-data/hostname?${n}`.padEnd(n, 'x'));

    for (let round = 0; round < 2; round += 1)
      for (const target of odd) expect(guest.respond(target).body).toBe(large.hostname);
  });
});
