/** The two requests with which cloud-init begins are answered without the database; a token is verified later. */
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { bringBack, takeAway, whileAway } from './support/away.ts';
import { withToken, withTtl, type Guest } from './support/guest.ts';
import { exchange } from './support/raw-connection.ts';
import { answered, ask, clients, hostname, patient, hasContinued } from './support/waiting-client.ts';
import { onBothDatabases, type World } from './support/world.ts';

const tokenPath = '/latest/api/token';
const proxy = '127.77.0.1';
const proxySecret = 'the secret of the agents';
const by = (address: string) => ({ 'X-Forwarded-For': address });

onBothDatabases('While the database is away', (open) => {
  let world: World;

  beforeAll(async () => {
    const config = { TRUSTED_PROXIES: proxy, METADATA_PROXY_SHARED_SECRET: proxySecret };
    world = await open({ config, waiting: patient });
  });

  afterEach(() => bringBack(world));

  describe("the list of OpenStack's versions", () => {
    it.each(['/openstack', '/openstack/', '//openstack/.'])('is told at once at %s', async (path) => {
      const { guest } = await world.instance();

      const away = await whileAway(world, () => guest.get(path));
      const usual = await guest.get(path);

      expect(away).toMatchObject({ status: 200, text: usual.text });
      expect(away.headers['content-type']).toBe(usual.headers['content-type']);
      expect(away.text.split('\n')).toContain('latest');
    });

    it('is told whoever asks, also by HEAD', async () => {
      const stranger = world.guest();

      const { status, headers } = await whileAway(world, () => stranger.head('/openstack'));

      expect({ status, hasLength: Number(headers['content-length']) > 0 }).toEqual({
        status: 200,
        hasLength: true,
      });
      expect((await stranger.get('/openstack')).status).toBe(404);
    });
  });

  describe('a session token', () => {
    const provisionalToken = async (guest: Guest, ttl = 60, headers = {}) => {
      const { status, text } = await whileAway(world, () =>
        guest.put(tokenPath, { ...withTtl(ttl), ...headers }),
      );
      expect(status).toBe(200);
      return withToken(text);
    };

    it.each(['OPTIONAL', 'REQUIRED'])(
      'is issued at once, and good for whom tokens are %s',
      async (httpTokens) => {
        const { guest, hostname: name } = await world.instance({ metadataOptions: { httpTokens } });

        const issued = await whileAway(world, () => guest.put(tokenPath, withTtl(60)));
        const answer = await guest.get(hostname, withToken(issued.text));

        expect(issued).toMatchObject({
          status: 200,
          headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60', 'content-type': 'text/plain' },
        });
        expect(issued.text).toMatch(/^[\w-]{54}==$/);
        expect(answer).toMatchObject({ status: 200, text: name });
        expect(Number(answer.headers['x-aws-ec2-metadata-token-ttl-seconds'])).toBeGreaterThan(0);
      },
    );

    it('is good for the request that waits with it', async () => {
      const machine = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });

      const connection = await whileAway(world, async () => {
        const { text } = await machine.guest.put(tokenPath, withTtl(60));
        const headers = [`X-aws-ec2-metadata-token: ${text}`];
        return hasContinued(await ask(world, machine, { by: clients.oldLibrary, headers }));
      });
      await answered(connection);

      expect(connection.finalStatuses).toEqual([200]);
      connection.end();
    });

    it('ends when it was to end, and not before', async () => {
      const { guest } = await world.instance();
      const token = await provisionalToken(guest, 60);

      world.pass(59);
      const before = await guest.get(hostname, token);
      world.pass(2);
      const after = await guest.get(hostname, token);

      expect([before.status, after.status]).toEqual([200, 401]);
    });

    it('is worth nothing at another address, also of the same machine', async () => {
      const { guest } = await world.instance();
      const addresses = [world.guest().address, world.guest().address];
      await world.instance({ addresses });
      const [first, second] = addresses.map((address) => world.guest(address)) as [Guest, Guest];
      const token = await provisionalToken(first);

      const statuses = [];
      for (const one of [first, second, guest, first]) statuses.push((await one.get(hostname, token)).status);

      expect(statuses).toEqual([200, 401, 401, 200]);
    });

    it('is worth nothing to whom nobody registered, nor where the endpoint is disabled', async () => {
      const stranger = world.guest();
      const { guest } = await world.instance({ metadataOptions: { httpEndpoint: 'DISABLED' } });

      const statuses = [];
      for (const one of [stranger, guest])
        statuses.push((await one.get(hostname, await provisionalToken(one))).status);

      expect(statuses).toEqual([404, 403]);
    });

    it('is worth nothing once something of it is changed', async () => {
      const { guest } = await world.instance();
      const [[name, text]] = Object.entries(await provisionalToken(guest)) as [[string, string]];

      const changed = `AQ${text.slice(2)}`;

      expect((await guest.get(hostname, { [name]: text })).status).toBe(200);
      expect((await guest.get(hostname, { [name]: changed })).status).toBe(401);
    });

    it.each([
      ['without a time to live', 400, {}],
      ['for too long', 400, withTtl(21_601)],
      ['for no time', 400, withTtl(0)],
      ['through an open proxy', 403, { ...withTtl(60), ...by('10.0.0.1') }],
    ])('is refused as ever: %s', async (_, status, headers) => {
      const { guest } = await world.instance();

      const refused = await whileAway(world, () => guest.put(tokenPath, headers));

      expect([refused.status, refused.text]).toEqual([status, '']);
    });

    it('is good for the address that a trusted proxy says, and for no other behind it', async () => {
      const [here, there] = ['10.20.0.5', '10.20.0.6'];
      await world.instance({ addresses: [here] });
      await world.instance({ addresses: [there] });
      const agent = world.guest(proxy);
      const token = await provisionalToken(agent, 60, by(here));

      const statuses = [];
      for (const address of [here, there])
        statuses.push((await agent.get(hostname, { ...token, ...by(address) })).status);

      expect(statuses).toEqual([200, 401]);
    });

    it('is issued to HTTP/1.0, too', async () => {
      const { address } = await world.instance();
      const bytes = `PUT ${tokenPath} HTTP/1.0\r\nX-aws-ec2-metadata-token-ttl-seconds: 60\r\n\r\n`;

      await takeAway(world);
      const connection = await exchange({ port: world.port, from: address }, bytes);

      expect(connection.statuses).toEqual([200]);
    });
  });
});
