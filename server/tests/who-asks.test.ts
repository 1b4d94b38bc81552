/** A machine is identified by the address it asks from, and is served nothing about any other. */
import { beforeAll, expect, it } from '@jest/globals';
import { withToken, withTtl } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { onBothDatabases, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';

onBothDatabases('a machine that asks', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('is known by its IPv4 address, whether the server listens for IPv6 or for IPv4', async () => {
    const { guest, address, instanceId } = await world.instance();

    expect((await guest.get(id)).text).toBe(instanceId);
    expect((await world.metadataGuest(address).get(id)).text).toBe(instanceId);
  });

  it('is known by its IPv6 address, however it was written', async () => {
    const machine = await world.instance({ addresses: ['0:0:0:0:0:0:0:1', '127.200.6.1'] });
    const guest = world.guest('::1');

    const token = withToken(await guest.token());

    expect((await guest.get(id)).text).toBe(machine.instanceId);
    expect((await guest.get(id, token)).text).toBe(machine.instanceId);
    expect((await guest.get('/latest/meta-data/ipv6')).text).toBe('::1');
    expect((await machine.guest.get(id, token)).text).toBe(machine.instanceId);
    expect(
      world.logLines.map((line) => JSON.parse(line)).filter(({ address }) => address === '::1').length,
    ).toBeGreaterThan(3);
  });

  it('is known by an IPv4 address that was written as IPv6', async () => {
    const { instanceId } = await world.instance({ addresses: ['::ffff:127.200.6.2'] });

    expect((await world.guest('127.200.6.2').get(id)).text).toBe(instanceId);
    expect((await world.metadataGuest('127.200.6.2').get(id)).text).toBe(instanceId);
  });

  it('is known by a new address at once, and by the old one no longer', async () => {
    const { instanceId, hostname, guest } = await world.instance({
      addresses: ['127.200.7.1', '127.200.7.2'],
    });
    const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';
    const known = async () => {
      const addresses = ['127.200.7.1', '127.200.7.2', '127.200.7.3', '127.200.7.4'];
      const replies = await Promise.all(addresses.map((address) => world.guest(address).get(id)));
      return replies.map(({ text }) => text === instanceId);
    };
    const token = withToken(await guest.token());
    expect(await known()).toEqual([true, true, false, false]);

    await world.data(update, { input: { id: hostname, addresses: ['127.200.7.2', '127.200.7.3'] } });
    expect(await known()).toEqual([false, true, true, false]);
    expect((await guest.get(id, token)).status).toBe(404);
    expect((await world.guest('127.200.7.3').get(id, token)).text).toBe(instanceId);

    await world.data(update, { input: { id: hostname, callerAddresses: ['127.200.7.4'] } });
    expect(await known()).toEqual([false, true, true, true]);

    await world.data(update, { input: { id: hostname, addresses: [], callerAddresses: [] } });
    expect(await known()).toEqual([false, false, false, false]);
  });

  it('is known by every address of every interface, and by those of its callers', async () => {
    const [first, second, third, relay] = ['127.200.0.1', '127.200.0.2', '127.200.0.3', '127.200.0.4'];
    const { instanceId } = await world.instance({
      interfaces: [{ addresses: [first, second] }, { addresses: [third] }],
      callerAddresses: [relay],
    });

    for (const address of [first, second, third, relay])
      expect((await world.guest(address).get(id)).text).toBe(instanceId);
    expect((await world.guest(relay).get('/latest/meta-data/local-ipv4')).text).toBe(first);
  });

  it('shows one token from all its addresses', async () => {
    const { guest } = await world.instance({ addresses: ['127.200.1.1', '127.200.1.2'] });

    const token = withToken(await guest.token());

    expect((await world.guest('127.200.1.2').get(id, token)).status).toBe(200);
  });

  it('cannot read the data of another with the token of the other', async () => {
    const mine = await world.instance();
    const theirs = await world.instance({ userDataText: 'their secret' });
    const token = withToken(await theirs.guest.token());
    expect((await theirs.guest.get('/latest/user-data', token)).text).toBe('their secret');

    for (const path of ['/', id, '/latest/user-data', '/nowhere'])
      expect(await mine.guest.get(path, token)).toMatchObject({ status: 401, text: '' });
  });

  it.each([
    ['X-Forwarded-For', (address: string) => address],
    ['X-Real-IP', (address: string) => address],
    ['Forwarded', (address: string) => `for=${address};by=${address};host=169.254.169.254`],
    ['X-Client-IP', (address: string) => address],
    ['True-Client-IP', (address: string) => address],
    ['X-Instance-ID', (address: string) => address],
    ['X-Tenant-ID', (address: string) => address],
  ])('cannot pretend with %s to be another', async (header, forged) => {
    const mine = await world.instance({ userDataText: 'mine' });
    const theirs = await world.instance({ userDataText: 'theirs' });

    for (const value of [theirs.address, `::ffff:${theirs.address}`, theirs.instanceId])
      for (const path of ['/latest/user-data', id]) {
        const reply = await mine.guest.get(path, { [header]: forged(value) });
        expect(reply.text).toBe(path === id ? mine.instanceId : 'mine');
      }
  });

  it('gets a token of its own although it pretends to be another', async () => {
    const mine = await world.instance();
    const theirs = await world.instance();

    const forged = { 'X-Real-IP': theirs.address, Forwarded: `for=${theirs.address}` };
    const { text } = await mine.guest.put('/latest/api/token', { ...withTtl(60), ...forged });

    expect((await mine.guest.get(id, withToken(text))).text).toBe(mine.instanceId);
    expect((await theirs.guest.get(id, withToken(text))).status).toBe(401);
  });

  it('is told of a change at once, and of nothing once it is deleted', async () => {
    const { guest, hostname } = await world.instance();
    const token = withToken(await guest.token());
    const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

    await world.data(update, { input: { id: hostname, hostname: 'renamed' } });
    expect((await guest.get('/latest/meta-data/hostname')).text).toBe('renamed');

    await world.data('mutation { deleteInstance(input: { id: "renamed" }) { outcome } }');
    expect(await guest.get('/latest/meta-data/hostname')).toMatchObject({ status: 404, text: notFoundPage });
    expect(await guest.get('/latest/meta-data/hostname', token)).toMatchObject({ status: 404 });
  });

  it('is another machine when its address goes to another', async () => {
    const { guest, address, hostname } = await world.instance();
    const old = withToken(await guest.token());
    await world.data(
      'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }',
      {
        input: { id: hostname },
      },
    );

    const next = await world.instance({ addresses: [address] });

    expect((await guest.get(id)).text).toBe(next.instanceId);
    expect((await guest.get(id, old)).status).toBe(401);
  });

  it('needs another token once it is reprovisioned, and finds another instance-id', async () => {
    const { guest, hostname, instanceId } = await world.instance();
    const old = withToken(await guest.token());
    const reprovision = `mutation ($input: ReprovisionInstanceInput!) {
      reprovisionInstance(input: $input) { outcome instance { instanceId hostname } }
    }`;

    const { reprovisionInstance } = await world.data(reprovision, { input: { id: hostname } });

    const now = reprovisionInstance.instance.instanceId;
    expect(reprovisionInstance).toEqual({ outcome: 'UPDATED', instance: { hostname, instanceId: now } });
    expect(now).toMatch(/^i-[0-9a-f]{17}$/);
    expect(now).not.toBe(instanceId);
    expect((await guest.get(id)).text).toBe(now);
    expect((await guest.get(id, old)).status).toBe(401);
  });
});

onBothDatabases('an address that nobody registered', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const paths = [
    '/',
    '/latest',
    '/latest/meta-data/',
    id,
    '/latest/user-data',
    '/latest/api/token',
    '/nowhere',
    '/..',
  ];

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'])(
    'gets the same 404 by %s for every path, and never learns about others',
    async (method) => {
      const known = await world.instance();
      const stranger = world.guest();
      const token = withToken(await known.guest.token());

      for (const path of paths)
        for (const headers of [
          withTtl(60),
          token,
          withToken('wrong'),
          { 'X-Forwarded-For': known.address },
        ]) {
          const reply = await stranger.send(method, path, headers);
          expect(reply).toMatchObject({ status: 404, text: method === 'HEAD' ? '' : notFoundPage });
          expect(Object.keys(reply.headers).sort()).toEqual([
            'accept-ranges',
            'connection',
            'content-length',
            'content-type',
            'date',
            'server',
          ]);
        }
    },
  );

  it('gets it from the metadata listener too', async () => {
    const stranger = world.metadataGuest();

    for (const path of [...paths, '/graphql', '/admin', '/admin/login'])
      expect(await stranger.get(path, { Accept: 'text/html' })).toMatchObject({
        status: 404,
        text: notFoundPage,
      });
  });
});
