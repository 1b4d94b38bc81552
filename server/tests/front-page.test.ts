/** The content of each listener, and the redirects of a browser. */
import { beforeAll, expect, it } from '@jest/globals';
import { onBothDatabases, type World } from './support/world.ts';

const asBrowser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

onBothDatabases('the front door', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('sends the browser of a person to the admin, and from there to sign in', async () => {
    const person = world.guest();

    const front = await person.get('/', asBrowser);
    const admin = await person.get('/admin', asBrowser);

    expect(front).toMatchObject({ status: 302, headers: { location: '/admin' } });
    expect(admin).toMatchObject({ status: 302, headers: { location: '/admin/login?next=%2Fadmin' } });
  });

  it('tells a registered machine its versions, although it looks like a browser', async () => {
    const { guest } = await world.instance();

    const reply = await guest.get('/', asBrowser);

    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain', server: 'EC2ws' } });
    expect(reply.text).toMatch(/^1\.0\n.*\nlatest$/s);
  });

  it('tells a machine whose endpoint is disabled nothing, although it looks like a browser', async () => {
    const { guest } = await world.instance({ metadataOptions: { httpEndpoint: 'DISABLED' } });

    expect(await guest.get('/', asBrowser)).toMatchObject({ status: 403, text: '' });
  });

  it('tells a stranger that is no browser nothing', async () => {
    const stranger = world.guest();

    for (const headers of [{}, { Accept: '*/*' }, { Accept: 'application/json' }])
      expect((await stranger.get('/', headers)).status).toBe(404);
    expect((await stranger.get('/latest/', asBrowser)).status).toBe(404);
  });

  it('sends a browser that navigates to the API to its playground', async () => {
    const person = world.guest();

    expect(await person.get('/graphql', asBrowser)).toMatchObject({
      status: 302,
      headers: { location: '/admin/api' },
    });
  });

  it('lets nobody see the admin who is not signed in, under a strict policy', async () => {
    const reply = await world.guest().get('/admin/instances?q=1');

    expect(reply).toMatchObject({
      status: 302,
      headers: {
        location: '/admin/login?next=%2Fadmin%2Finstances%3Fq%3D1',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'x-content-type-options': 'nosniff',
      },
    });
  });
});

onBothDatabases('the metadata listener', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('serves a machine its metadata', async () => {
    const { address, instanceId } = await world.instance();

    const reply = await world.metadataGuest(address).get('/latest/meta-data/instance-id');

    expect(reply).toMatchObject({ status: 200, text: instanceId, headers: { server: 'EC2ws' } });
  });

  it.each(['/graphql', '/admin', '/admin/login', '/graphql?query={setup{hasUsers}}'])(
    'has nothing at %s, neither for a machine nor for a person',
    async (path) => {
      const { address } = await world.instance();
      const headers = { ...asBrowser, authorization: `Bearer ${world.tokens.superuser}` };

      expect((await world.metadataGuest(address).get(path, headers)).status).toBe(404);
      expect((await world.metadataGuest().get(path, headers)).status).toBe(404);
      expect((await world.metadataGuest(address).send('POST', path, headers)).status).toBe(403);
      expect((await world.metadataGuest().send('POST', path, headers)).status).toBe(404);
    },
  );
});
