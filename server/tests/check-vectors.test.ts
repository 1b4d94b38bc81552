/** The check vectors of the metadata service, from published captures of EC2. */
import { beforeAll, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { withToken, withTtl, type Reply } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const usual = { 'accept-ranges': 'none', server: 'EC2ws', 'content-type': 'text/plain' };

/** Expects an answer without a body. */
function expectEmpty(reply: Reply, status: number, headers: Record<string, string> = {}): void {
  expect(reply).toMatchObject({ status, text: '', headers: { ...usual, 'content-length': '0', ...headers } });
}

/** Expects a value or a listing. */
function expectText(reply: Reply, text: string): void {
  expect(reply).toMatchObject({ status: 200, reason: 'OK', text });
  expect(reply.headers).toMatchObject({ ...usual, 'content-length': String(Buffer.byteLength(text)) });
}

function expectNotFound(reply: Reply): void {
  expect(reply).toMatchObject({ status: 404, reason: 'Not Found', text: notFoundPage });
  expect(reply.headers).toMatchObject({ ...usual, 'content-type': 'text/html', 'content-length': '339' });
}

onBothDatabases('a machine that has to send a token', (open) => {
  let world: World;
  let machine: Machine;
  let token: Record<string, string>;

  beforeAll(async () => {
    world = await open();
    await world.data('mutation ($input: CreateSshKeyInput!) { createSshKey(input: $input) { outcome } }', {
      input: { name: 'my-key', publicKey: exampleKeys[0]!.line },
    });
    machine = await world.instance({
      mac: '0e:ff:d5:40:fe:7d',
      keys: ['my-key'],
      userDataText: '#!/bin/sh\n',
      metadataOptions: { httpTokens: 'REQUIRED' },
    });
    token = withToken(await machine.guest.token());
  });

  it('is told not even the versions without one', async () => {
    expectEmpty(await machine.guest.get('/'), 401);
  });

  it('is granted a token for the time it asks for', async () => {
    const reply = await machine.guest.put('/latest/api/token', withTtl(60));

    expect(reply.status).toBe(200);
    expect(reply.text).toMatch(/^[A-Za-z0-9_-]{54}==$/);
    expect(reply.headers).toMatchObject({
      ...usual,
      'content-length': '56',
      'x-aws-ec2-metadata-token-ttl-seconds': '60',
    });
  });

  it.each([
    [undefined],
    ['21601'],
    ['-1'],
    ['abc'],
    ['0'],
    [''],
    ['1.5'],
    ['60s'],
    ['0x10'],
    ['1e3'],
    ['+5'],
  ])('is granted none for a time of %s', async (ttl) => {
    const reply = await machine.guest.put('/latest/api/token', ttl === undefined ? {} : withTtl(ttl));

    expectEmpty(reply, 400);
    expect(reply.headers).not.toHaveProperty('x-aws-ec2-metadata-token-ttl-seconds');
  });

  it('is granted none through a proxy', async () => {
    const headers = { ...withTtl(60), 'X-Forwarded-For': '1.2.3.4' };

    expectEmpty(await machine.guest.put('/latest/api/token', headers), 403);
  });

  it('cannot read the place where tokens come from', async () => {
    const reply = await machine.guest.get('/latest/api/token');

    expectEmpty(reply, 405, { allow: 'OPTIONS, PUT' });
    expect(reply.reason).toBe('Not Allowed');
  });

  it('gets tokens under latest only', async () => {
    expectEmpty(await machine.guest.put('/2021-03-23/api/token', withTtl(60)), 401);
    expectEmpty(await machine.guest.put('/2021-03-23/api/token', { ...withTtl(60), ...token }), 403);
  });

  it('cannot post', async () => {
    expectEmpty(await machine.guest.send('POST', '/latest/meta-data/instance-id', token), 403);
  });

  it('is told what it may do with a path', async () => {
    const reply = await machine.guest.send('OPTIONS', '/latest/meta-data/instance-id', token);

    expectEmpty(reply, 200, { allow: 'OPTIONS, GET, HEAD' });
  });

  it('is told the length of a value by HEAD, and not the value', async () => {
    const reply = await machine.guest.head('/latest/meta-data/instance-id', token);

    expect(reply).toMatchObject({ status: 200, text: '' });
    expect(reply.headers).toMatchObject({ ...usual, 'content-length': '19' });
  });

  it('may write a path untidily', async () => {
    const reply = await machine.guest.get('/latest//meta-data/./instance-id/?x=1', token);

    expectText(reply, machine.instanceId);
    expect(reply.headers['content-length']).toBe('19');
  });

  it('finds three names in a version', async () => {
    const reply = await machine.guest.get('/latest', token);

    expectText(reply, 'dynamic\nmeta-data\nuser-data');
    expect(reply.headers['content-length']).toBe('27');
  });

  it('finds nothing where a version has nothing', async () => {
    expectNotFound(await machine.guest.get('/2008-09-01/dynamic/', token));
    expectNotFound(await machine.guest.get('/2021-03-24/meta-data/instance-id', token));
  });

  it('finds in a version what that version had', async () => {
    expectText(await machine.guest.get('/2009-04-04/meta-data/placement/', token), 'availability-zone');

    const later = await machine.guest.get('/2019-10-01/meta-data/placement/', token);
    expectText(later, 'availability-zone\navailability-zone-id\nregion');
    expect(later.headers['content-length']).toBe('45');
  });

  it('finds its key', async () => {
    expectText(await machine.guest.get('/latest/meta-data/public-keys', token), '0=my-key');
    expectText(await machine.guest.get('/latest/meta-data/public-keys/0', token), 'openssh-key');
    const line = await machine.guest.get('/latest/meta-data/public-keys/0/openssh-key', token);
    expectText(line, `${exampleKeys[0]!.line}\n`);
  });
});

onBothDatabases('a machine that may leave the token out', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it.each(['/latest/meta-data', '/latest/meta-data/'])(
    'finds the same 295 bytes at %s, with tags on, without role and key',
    async (path) => {
      const { guest } = await world.instance({
        mac: path.endsWith('/') ? '52:54:00:00:00:01' : '52:54:00:00:00:02',
        tags: [{ key: 'Name', value: 'web' }],
        metadataOptions: { instanceMetadataTags: 'ENABLED' },
      });

      const reply = await guest.get(path);

      const names =
        'ami-id ami-launch-index ami-manifest-path block-device-mapping/ events/ hostname identity-credentials/ ' +
        'instance-action instance-id instance-life-cycle instance-type local-hostname local-ipv4 mac metrics/ network/ ' +
        'placement/ profile reservation-id security-groups services/ system tag-sets/ tags/';
      expectText(reply, names.replaceAll(' ', '\n'));
      expect(reply.bytes).toHaveLength(295);
    },
  );

  it('is refused with an expired one, even where nothing is', async () => {
    const { guest } = await world.instance();
    const token = withToken(await guest.token(60));
    expectNotFound(await guest.get('/latest/meta-data/x', token));

    world.pass(60);

    expectEmpty(await guest.get('/latest/meta-data/x', token), 401);
    expectEmpty(await guest.get('/latest/meta-data/instance-id', token), 401);
  });

  it.each([
    ['1.0', 117],
    ['2007-12-15', 176],
    ['2009-04-04', 203],
  ])('finds under %s the listing of a captured instance: %i bytes', async (version, length) => {
    await world.data('mutation ($input: UpsertSshKeyInput!) { upsertSshKey(input: $input) { outcome } }', {
      input: { name: 'my-key', publicKey: exampleKeys[0]!.line },
    });
    const { guest } = await world.instance({ keys: ['my-key'], tags: [{ key: 'Name', value: 'web' }] });

    const reply = await guest.get(`/${version}/meta-data/`);

    expect(reply.status).toBe(200);
    expect(reply.bytes).toHaveLength(length);
  });

  it('finds the 31 versions in 329 bytes', async () => {
    const { guest } = await world.instance();

    const reply = await guest.get('/');

    expect(reply.bytes).toHaveLength(329);
    expect(reply.text).toMatch(/^1\.0\n2007-01-19\n[^]*\n2026-04-15\nlatest$/);
    expect(reply.headers).toMatchObject(usual);
  });
});
