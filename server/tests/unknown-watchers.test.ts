/** Metrics and readiness are not served to machines, however they are identified, nor to unidentified callers. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Guest } from './support/guest.ts';
import { openWorld, type World } from './support/world.ts';

const places = ['/metrics', '/readyz'];
const secret = 'the secret of the agents';
const proxyAddress = '127.88.9.1';
const uuid = '31111111-2222-3333-4444-555555555555';
const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';

/** Returns the headers that OpenStack's agent sends for a machine. */
const signedFor = (id: string) => ({
  'X-Forwarded-For': '10.30.0.5',
  'X-Instance-ID': id,
  'X-Tenant-ID': projectId,
  'X-Instance-ID-Signature': createHmac('sha256', secret).update(id).digest('hex'),
});
const by = (address: string) => ({ 'X-Forwarded-For': address });

const openBehindProxy = (config: Record<string, string> = {}) =>
  openWorld({
    database: 'sqlite',
    config: { TRUSTED_PROXIES: proxyAddress, METADATA_PROXY_SHARED_SECRET: secret, ...config },
  });

describe('Behind a trusted proxy, metrics and readiness', () => {
  let world: World;
  let proxy: Guest;

  beforeAll(async () => {
    world = await openBehindProxy();
    proxy = world.guest(proxyAddress);
    await world.instance({ uuid, projectId });
  });

  afterAll(() => world.close());

  it.each([
    ['a machine that is known by its signed id', signedFor(uuid), 404],
    ['one of a signed id that nobody registered', signedFor('99999999-2222-3333-4444-555555555555'), 404],
    ['one with a wrong signature', { ...signedFor(uuid), 'X-Instance-ID-Signature': 'x' }, 403],
    ['one that says only a part of who it is', { ...by('10.30.0.5'), 'X-Instance-ID': uuid }, 400],
    ['somebody unknown', by('unknown'), 404],
    ['something that is no address', by('10.0.0.300'), 404],
    ['a link-local address of some link', by('fe80::5'), 404],
  ])('are refused, as anything that is not there, to %s', async (_, headers, status) => {
    const nothing = await proxy.get('/nothing', headers);

    for (const path of places) {
      const { text, headerNames, ...answer } = await proxy.get(path, headers);
      expect([answer.status, text, headerNames]).toEqual([status, nothing.text, nothing.headerNames]);
    }
  });

  it('are there for somebody who is no machine', async () => {
    for (const headers of [by('10.30.0.77'), {}])
      for (const path of places) expect((await proxy.get(path, headers)).status).toBe(200);
  });
});

describe('Behind a trusted proxy, what is for some networks', () => {
  it('is not for a machine whose own network has the same addresses', async () => {
    const world = await openBehindProxy({ ADMIN_ALLOWED_NETWORKS: '10.30.0.0/16' });
    const proxy = world.guest(proxyAddress);
    const paths = [...places, '/graphql?query={setup{hasUsers}}', '/admin'];
    const statuses = async (headers: Record<string, string>) =>
      Promise.all(paths.map(async (path) => (await proxy.get(path, headers)).status));

    const [ofMachine, ofOperator] = [await statuses(signedFor(uuid)), await statuses(by('10.30.0.5'))];

    await world.close();
    expect(ofMachine).toEqual([404, 404, 404, 404]);
    expect(ofOperator).toEqual([200, 200, 400, 302]);
  });
});
