/** A trusted proxy states the caller's address; the headers of any other sender change nothing. */
import { beforeAll, expect, it } from '@jest/globals';
import type { Guest } from './support/guest.ts';
import { withToken, withTtl } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';
const tokenPath = '/latest/api/token';
const by = (...addresses: string[]) => ({ 'X-Forwarded-For': addresses.join(', ') });

onBothDatabases('a machine behind trusted proxies', (open) => {
  let world: World;
  let outer: Guest;
  let inner: Guest;
  let machine: Machine;
  const here = '10.20.0.5';

  beforeAll(async () => {
    world = await open({ config: { TRUSTED_PROXIES: '127.77.0.1, 127.77.1.0/24, ::1' } });
    outer = world.guest('127.77.0.1');
    inner = world.guest('127.77.1.9');
    machine = await world.instance({ addresses: [here, 'fd00:20::5'] });
  });

  it('is known by the address that the proxy saw', async () => {
    for (const text of [here, `::ffff:${here}`, `${here}:4711`, 'fd00:20::5', '[FD00:20:0::5]:4711'])
      expect((await outer.get(id, by(text))).text).toBe(machine.instanceId);
    expect((await world.guest('::1').get(id, by(here))).text).toBe(machine.instanceId);
    expect((await world.metadataGuest('127.77.0.1').get(id, by(here))).text).toBe(machine.instanceId);
  });

  it('is known through several of them, in one header or in several', async () => {
    expect((await inner.get(id, by(here, '127.77.0.1'))).text).toBe(machine.instanceId);
    expect((await inner.get(id, by(here, '', '127.77.0.1', '127.77.1.1:80'))).text).toBe(machine.instanceId);

    const headers = { 'X-Forwarded-For': [here, '127.77.0.1'] };
    expect((await inner.get(id, headers)).text).toBe(machine.instanceId);
  });

  it('cannot put another before itself', async () => {
    const other = await world.instance({ addresses: ['10.20.0.6'] });

    expect((await outer.get(id, by('10.20.0.6', here))).text).toBe(machine.instanceId);
    expect((await outer.get(id, by(here, '10.20.0.6'))).text).toBe(other.instanceId);
    expect((await outer.get(id, by(here, '10.20.0.99'))).status).toBe(404);
  });

  it('gets a token, which is worth something for itself alone', async () => {
    await world.instance({ addresses: ['10.20.0.7'] });
    const granted = await outer.put(tokenPath, { ...withTtl(60), ...by(here) });
    const token = withToken(granted.text);

    expect(granted).toMatchObject({ status: 200, headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' } });
    expect(await outer.get(id, { ...token, ...by(here) })).toMatchObject({
      status: 200,
      text: machine.instanceId,
    });
    expect((await inner.get(id, { ...token, ...by(here, '127.77.0.1') })).status).toBe(200);
    expect((await outer.get(id, { ...token, ...by('10.20.0.7') })).status).toBe(401);
  });

  it('gets none, and cannot show one, through a proxy of its own', async () => {
    const token = withToken(
      await outer.put(tokenPath, { ...withTtl(60), ...by(here) }).then(({ text }) => text),
    );

    for (const chain of [by('192.0.2.1', here), by('', here), by('nonsense', here), by('127.77.0.1', here)]) {
      expect(await outer.put(tokenPath, { ...withTtl(60), ...chain })).toMatchObject({
        status: 403,
        text: '',
      });
      expect(await outer.get(id, { ...token, ...chain })).toMatchObject({ status: 403, text: '' });
      expect((await outer.get(id, chain)).text).toBe(machine.instanceId);
    }
  });

  it('is nobody when the proxy says something that is no address', async () => {
    for (const text of ['unknown', '_secret', '10.20.0.05', `${here}, unknown`, `${here} 10.20.0.6`])
      for (const path of [id, '/', tokenPath])
        expect(await outer.get(path, by(text))).toMatchObject({ status: 404, text: notFoundPage });
  });

  it('is not whoever connects to the proxy itself', async () => {
    const proxy = await world.instance({ addresses: ['127.77.1.40'] });

    expect((await proxy.guest.get(id)).text).toBe(proxy.instanceId);
    expect((await proxy.guest.get(id, by(here))).text).toBe(machine.instanceId);
    expect((await proxy.guest.get(id, by('10.20.0.99'))).status).toBe(404);
  });

  it('cannot be asked for by a neighbour who is no trusted proxy', async () => {
    const neighbour = await world.instance();
    const token = withToken(await neighbour.guest.token());

    expect((await neighbour.guest.get(id, by(here))).text).toBe(neighbour.instanceId);
    expect((await neighbour.guest.get(id, { ...token, ...by(here) })).status).toBe(403);
    expect((await neighbour.guest.put(tokenPath, { ...withTtl(60), ...by(here) })).status).toBe(403);
    expect((await world.guest('127.77.2.1').get(id, by(here))).status).toBe(404);
  });

  it('is in the log by its own address', async () => {
    await outer.get('/latest/meta-data/this-very-path', by(here, '127.77.1.2'));

    const lines = world.logLines.map((line) => JSON.parse(line));
    expect(lines.find(({ path }) => path === '/latest/meta-data/this-very-path')).toMatchObject({
      address: here,
      status: 404,
    });
  });

  it('is told its versions at the front door, where the browser of a person is sent to the admin', async () => {
    const asBrowser = { Accept: 'text/html' };

    expect(await outer.get('/', { ...asBrowser, ...by(here) })).toMatchObject({ status: 200 });
    expect(await outer.get('/', { ...asBrowser, ...by('10.20.0.99') })).toMatchObject({
      status: 302,
      headers: { location: '/admin' },
    });
  });
});

onBothDatabases('a person behind a proxy', (open) => {
  /** Signs in through the proxy at 127.0.0.1, and returns the error codes. */
  const signIn = async (
    world: World,
    { from, ...input }: { from: string; username: string; password: string },
  ) =>
    (
      await world.graphql(
        'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }',
        { input },
        { as: 'nobody', headers: by(from) },
      )
    ).codes;

  it('does not have to wait for the wrong passwords of another one, where it is trusted', async () => {
    const world = await open({ config: { TRUSTED_PROXIES: '127.0.0.1/32' } });
    const { username, password } = await world.person('trusting', 'VIEWER');
    const [from, other] = ['10.21.0.1', '10.21.0.2'];
    expect(await signIn(world, { from: other, username, password })).toEqual([]);

    for (const wrong of ['wrong', 'wrong again'])
      expect(await signIn(world, { from, username, password: wrong })).toEqual(['UNAUTHENTICATED']);

    expect(await signIn(world, { from, username, password })).toEqual(['RATE_LIMITED']);
    expect(await signIn(world, { from: `10.99.0.1, ${from}`, username, password })).toEqual(['RATE_LIMITED']);
    expect(await signIn(world, { from: other, username, password })).toEqual([]);
  });

  it('cannot guess on under other addresses where it is not', async () => {
    const world = await open({ config: { TRUSTED_PROXIES: '127.0.0.2/32' } });
    const { username, password } = await world.person('wary', 'VIEWER');

    for (const from of ['10.21.0.100', '10.21.0.101'])
      expect(await signIn(world, { from, username, password: 'wrong' })).toEqual(['UNAUTHENTICATED']);

    expect(await signIn(world, { from: '10.21.0.120', username, password })).toEqual(['RATE_LIMITED']);
  });
});
