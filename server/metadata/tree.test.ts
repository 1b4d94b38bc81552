import { describe, expect, it } from '@jest/globals';
import { exampleInterface, exampleSubnet, exampleView, readableTags } from '../tests/support/example-view.ts';
import { exampleRole, wholeView } from '../tests/support/example-whole-view.ts';
import type { GuestView } from './guest-view.ts';
import { segmentsOf } from './path.ts';
import { answer, bodyOf, type Answer } from './tree.ts';
import { versions } from './versions.ts';

const key = { name: 'my-key', publicKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx my-key' };

function ask(view: GuestView, target: string): Answer | undefined {
  const segments = segmentsOf(target);
  return segments && answer(view, segments);
}

function text(view: GuestView, target: string): string | undefined {
  const found = ask(view, target);
  return found && Buffer.from(bodyOf(found)).toString();
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
    expect([...bodyOf(found as Answer)]).toEqual([...userData]);
  });

  it.each(['/latest/user-data/', '/latest//user-data'])('serves user-data at %s too', (target) => {
    expect(text(exampleView({ userData: script }), target)).toBe('#!/bin/sh\n');
  });

  it('has nothing below user-data', () => {
    expect(ask(exampleView({ userData: script }), '/latest/user-data/0')).toBeUndefined();
  });
});

describe('reference listings', () => {
  const tags = readableTags([{ key: 'Name', value: 'test-instance' }]);
  const { signatures } = wholeView();
  const tagged = exampleView(tags);
  const view = exampleView({ keys: [key], role: exampleRole(), signatures, ...tags });
  const ipv4Only = { ipv6CidrBlocks: [], vpc: { ...exampleSubnet().vpc, ipv6CidrBlocks: [] } };
  const inSubnet = exampleView({ interfaces: [exampleInterface({ subnet: exampleSubnet(ipv4Only) })] });
  const of2009 =
    'ami-id ami-launch-index ami-manifest-path block-device-mapping/ hostname instance-action instance-id instance-type ' +
    'local-hostname local-ipv4 placement/ profile public-keys/ reservation-id security-groups';
  const ofLatest =
    'ami-id ami-launch-index ami-manifest-path block-device-mapping/ events/ hostname iam/ identity-credentials/ ' +
    'instance-action instance-id instance-life-cycle instance-type local-hostname local-ipv4 mac metrics/ network/ ' +
    'placement/ profile public-keys/ reservation-id security-groups services/ system tag-sets/ tags/';
  const ofInterface =
    'device-number interface-id local-hostname local-ipv4s mac owner-id security-group-ids security-groups subnet-id ' +
    'subnet-ipv4-cidr-block vpc-id vpc-ipv4-cidr-block vpc-ipv4-cidr-blocks';
  const mac = '0e:49:61:0f:c3:11';

  it.each([
    ['/1.0/meta-data/', 117],
    ['/2007-12-15/meta-data/', 176],
    ['/2009-04-04/meta-data/', 203],
    ['/latest/meta-data/', 313],
  ])('%s with key, role and tags has %i bytes', (target, bytes) => {
    expect(text(view, target)).toHaveLength(bytes);
  });

  it.each(['/latest/meta-data', '/latest/meta-data/'])(
    '%s with tags, without key and role, has 295 bytes',
    (target) => {
      expect(text(tagged, target)).toHaveLength(295);
      expect(text(tagged, target)).toBe(ofLatest.replace(/iam. |public-keys. /g, '').replaceAll(' ', '\n'));
    },
  );

  it.each([
    ['/2009-04-04/meta-data/', of2009, 203],
    ['/latest/meta-data/', ofLatest, 313],
    ['/2009-04-04/meta-data/placement/', 'availability-zone', 17],
    ['/2019-10-01/meta-data/placement/', 'availability-zone availability-zone-id region', 45],
    ['/2009-04-04/dynamic/', 'instance-identity/', 18],
    ['/latest/dynamic', 'instance-identity/', 18],
    ['/latest/dynamic/instance-identity', 'document pkcs7 rsa2048 signature', 32],
    ['/latest/meta-data/block-device-mapping', 'ami root', 8],
    ['/latest/meta-data/iam', 'info security-credentials/', 26],
    ['/latest/meta-data/iam/security-credentials', 'my-role', 7],
    ['/latest/meta-data/public-keys', '0=my-key', 8],
    ['/latest/meta-data/public-keys/0', 'openssh-key', 11],
  ])('%s', (target, names, bytes) => {
    expect(text(view, target)).toBe(names.replaceAll(' ', '\n'));
    expect(text(view, target)).toHaveLength(bytes);
  });

  it('a plain interface in its subnet has 182 bytes', () => {
    const listing = text(inSubnet, `/latest/meta-data/network/interfaces/macs/${mac}/`);
    expect(listing).toBe(ofInterface.replaceAll(' ', '\n'));
    expect(listing).toHaveLength(182);
  });

  it('the version of a machine with user-data has 27 bytes', () => {
    expect(text({ ...view, userData: Buffer.from('x') }, '/latest')).toHaveLength(27);
  });

  it('a machine with detailed monitoring lists it before its identity', () => {
    expect(text({ ...view, monitoring: 'enabled' }, '/latest/dynamic')).toBe('fws/\ninstance-identity/');
    expect(text({ ...view, monitoring: 'enabled' }, '/latest/dynamic/fws/instance-monitoring')).toBe(
      'enabled',
    );
  });

  it('of a signed identity has 32 bytes', () => {
    const listing = text(exampleView({ signatures }), '/latest/dynamic/instance-identity/');
    expect(listing).toBe('document\npkcs7\nrsa2048\nsignature');
    expect(listing).toHaveLength(32);
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
