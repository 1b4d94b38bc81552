import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { exampleInterface, exampleView, readableTags } from './example-view.ts';
import type { GuestInterface, GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { answer, bytesOf, type Answer } from './tree.ts';
import { versions } from './versions.ts';

const key = { name: 'my-key', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx my-key' };

function ask(view: GuestView, target: string): Answer | undefined {
  const segments = segmentsOf(target);
  return segments && answer(view, segments);
}

function text(view: GuestView, target: string): string | undefined {
  const found = ask(view, target);
  return found && Buffer.from(bytesOf(found)).toString();
}

describe('the root', () => {
  it('lists the versions in 329 bytes', () => {
    const listing = text(exampleView(), '/');
    expect(Buffer.byteLength(listing ?? '')).toBe(329);
    expect(listing).toMatch(/^1\.0\n2007-01-19\n[^]*\n2026-04-15\nlatest$/);
  });

  it.each([
    '/foo',
    '/2021-03-24/meta-data/instance-id',
    '/0000-00-00',
    '/latest/api/token',
    '/__proto__/meta-data',
  ])('does not know %s', (target) => {
    expect(ask(exampleView(), target)).toBeUndefined();
  });
});

describe('a version', () => {
  const script = new TextEncoder().encode('#!/bin/sh\n');

  it.each([
    ['/latest', 'dynamic\nmeta-data\nuser-data'],
    ['/2009-04-04/', 'dynamic\nmeta-data\nuser-data'],
    ['/2008-09-01', 'meta-data\nuser-data'],
    ['/1.0', 'meta-data\nuser-data'],
  ])('lists its parts without slashes: %s', (target, listing) => {
    expect(text(exampleView({ userData: script }), target)).toBe(listing);
  });

  it.each([undefined, new Uint8Array()])('leaves user-data out when there is none (%j)', (userData) => {
    const view = exampleView({ userData });
    expect(text(view, '/latest')).toBe('dynamic\nmeta-data');
    expect(ask(view, '/latest/user-data')).toBeUndefined();
  });

  it.each(versions)('%s serves user-data byte for byte', (version) => {
    const userData = Uint8Array.from([0x1f, 0x8b, 0, 0xff, 0x0a]);
    const found = ask(exampleView({ userData }), `/${version}/user-data`);
    expect(found).toMatchObject({ kind: 'leaf', contentType: 'application/octet-stream' });
    expect([...bytesOf(found as Answer)]).toEqual([...userData]);
  });

  it.each(['/latest/user-data/', '/latest//user-data'])('serves user-data at %s too', (target) => {
    expect(text(exampleView({ userData: script }), target)).toBe('#!/bin/sh\n');
  });

  it('has nothing below user-data', () => {
    expect(ask(exampleView({ userData: script }), '/latest/user-data/0')).toBeUndefined();
  });
});

describe('reference listings of a machine with a key', () => {
  const view = exampleView({ keys: [key] });
  const leaves2009 =
    'ami-id ami-launch-index ami-manifest-path block-device-mapping/ hostname instance-action instance-id instance-type ' +
    'local-hostname local-ipv4 placement/ profile public-keys/ reservation-id security-groups';

  it.each([
    ['1.0', 117],
    ['2007-12-15', 176],
    ['2009-04-04', 203],
  ])('meta-data of %s has %i bytes', (version, bytes) => {
    expect(text(view, `/${version}/meta-data/`)).toHaveLength(bytes);
  });

  it('meta-data of 2009-04-04 has the recorded names', () => {
    expect(text(view, '/2009-04-04/meta-data/')).toBe(leaves2009.replaceAll(' ', '\n'));
  });

  it.each(['/latest/meta-data', '/latest/meta-data/'])(
    '%s without key, with tags has 295 bytes',
    (target) => {
      const tagged = exampleView(readableTags([{ key: 'Name', value: 'test-instance' }]));
      expect(text(tagged, target)).toHaveLength(295);
    },
  );

  it.each([
    ['/2009-04-04/meta-data/placement/', 'availability-zone'],
    ['/2019-10-01/meta-data/placement/', 'availability-zone\navailability-zone-id\nregion'],
    ['/2009-04-04/dynamic/', 'instance-identity/'],
    ['/latest/dynamic/instance-identity', 'document'],
    ['/latest/meta-data/public-keys', '0=my-key'],
    ['/latest/meta-data/public-keys/0', 'openssh-key'],
  ])('%s', (target, listing) => {
    expect(text(view, target)).toBe(listing);
  });

  it.each([
    '/2008-09-01/dynamic/',
    '/1.0/dynamic/instance-identity/document',
    '/2009-04-04/meta-data/services',
  ])('%s is hidden', (target) => {
    expect(ask(view, target)).toBeUndefined();
  });

  it('has the kind and the content type of what was found', () => {
    expect(ask(view, '/latest/meta-data/instance-id')).toEqual({
      kind: 'leaf',
      content: 'i-1234567890abcdef0',
      contentType: 'text/plain',
    });
    expect(ask(view, '/latest/meta-data/placement')).toEqual({
      kind: 'listing',
      names: ['availability-zone', 'availability-zone-id', 'region'],
      contentType: 'text/plain',
    });
  });
});

describe('names that JavaScript objects have', () => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'length', 'names', 'child'])(
    '%s is found nowhere',
    (name) => {
      const view = exampleView({ keys: [key], ...readableTags([{ key: 'Name', value: 'x' }]) });
      const folders = [
        '',
        '/latest',
        '/latest/meta-data',
        '/latest/meta-data/tags/instance',
        '/latest/meta-data/hostname',
      ];
      for (const folder of folders) expect(ask(view, `${folder}/${name}`)).toBeUndefined();
    },
  );
});

describe('whatever a machine is', () => {
  const word = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,12}$/);
  const words = fc.array(word, { maxLength: 3 });
  const ipv4 = fc.ipV4();
  const nic: fc.Arbitrary<GuestInterface> = fc
    .record(
      {
        mac: fc.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/),
        deviceNumber: fc.nat(3),
        networkCard: fc.nat(2),
        publicHostname: word,
        privateIpv4s: fc.array(ipv4, { maxLength: 3 }),
        publicIpv4s: fc.array(ipv4, { maxLength: 3 }),
        ipv6s: fc.array(fc.ipV6(), { maxLength: 3 }),
        associations: fc.array(
          fc.record({ publicIpv4: ipv4, privateIpv4s: fc.array(ipv4, { minLength: 1 }) }),
        ),
        securityGroups: fc.array(fc.record({ id: word, name: word }), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    )
    .map(exampleInterface);
  const tag = fc.record({ key: fc.stringMatching(/^[A-Za-z0-9+\-=,_:@]{1,9}$/), value: fc.string() });
  const device = fc.record({ virtualName: fc.constantFrom('root', 'ebs1', 'swap'), deviceName: word });
  const view: fc.Arbitrary<GuestView> = fc
    .record({
      facts: fc.record(
        {
          publicHostname: word,
          kernelId: word,
          productCodes: words,
          ancestorAmiIds: words,
          blockDevices: fc.array(device, { maxLength: 4 }),
          placement: fc.record({ groupName: word, partitionNumber: fc.nat() }, { requiredKeys: [] }),
          keys: fc.array(fc.record({ name: fc.stringMatching(/^[a-z ./]{1,9}$/), publicKey: word }), {
            maxLength: 12,
          }),
          userData: fc.uint8Array({ maxLength: 9 }),
          interfaces: fc.array(nic, { maxLength: 3 }),
        },
        { requiredKeys: [] },
      ),
      tags: fc.array(tag, { maxLength: 4 }),
      mayReadTags: fc.boolean(),
    })
    .map(({ facts, tags, mayReadTags }) =>
      exampleView({ ...facts, ...(mayReadTags ? readableTags(tags) : { tags }) }),
    );

  /** Follows every listed name as cloud-init does, and tells how many places there were. */
  function crawl(machine: GuestView, at: readonly string[]): number {
    const found = answer(machine, at);
    if (found === undefined) throw new Error(`listed but not found: ${at.join('/')}`);
    if (found.kind === 'leaf') return 1;
    if (new Set(found.names).size !== found.names.length || found.names.length === 0)
      throw new Error(`empty listing, or a name twice: ${at.join('/')}`);
    const isKeys = at[2] === 'public-keys' && at.length === 3;
    const names = found.names.map((name) => (isKeys ? name.replace(/=.*/, '') : name.replace(/\/$/, '')));
    return names.reduce((sum, name) => sum + crawl(machine, [...at, name]), 1);
  }

  it('every name in every listing answers, under every version', () => {
    fc.assert(
      fc.property(view, (machine) => {
        expect(crawl(machine, [])).toBeGreaterThan(versions.length * 10);
      }),
    );
  });

  it('no listing has a slash at a leaf, none is missing at a directory', () => {
    fc.assert(
      fc.property(view, (machine) => {
        const folder = ask(machine, '/latest/meta-data');
        if (folder?.kind !== 'listing') throw new Error('no listing');
        for (const name of folder.names) {
          expect(ask(machine, `/latest/meta-data/${name}`)?.kind).toBe(
            name.endsWith('/') ? 'listing' : 'leaf',
          );
        }
      }),
    );
  });
});
