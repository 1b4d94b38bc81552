/** A machine leaves its password for its owner, encrypted by itself, at the place of OpenStack. */
import { request } from 'node:http';
import { beforeAll, expect, it } from '@jest/globals';
import { LockMode } from '@mikro-orm/core';
import { Instance } from '../instances/instance.entity.ts';
import { withToken } from './support/guest.ts';
import { notFoundPage } from './support/not-found-page.ts';
import { reprovisionInstance } from './support/operations.ts';
import { RawConnection, requestText } from './support/raw-connection.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

onBothDatabases('the password of a machine', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const place = '/openstack/2013-04-04/password';
  const post = ({ guest }: Machine, body: string, headers = {}) =>
    guest.sendBody({ method: 'POST', target: place, headers, body });
  const passwordOf = async ({ hostname }: Machine): Promise<string | null> => {
    const query = 'query ($hostname: String) { instance(by: { hostname: $hostname }) { encryptedPassword } }';
    return (await world.data(query, { hostname })).instance.encryptedPassword;
  };
  const longest = 'ä'.repeat(510);
  const lockMode = LockMode.PESSIMISTIC_WRITE;

  it('is what the machine left, to itself and to whoever looks after it', async () => {
    const machine = await world.instance();
    expect(await machine.guest.get(place)).toMatchObject({ status: 200, text: '' });

    const reply = await post(machine, longest);

    expect(reply).toMatchObject({ status: 200, text: '', headers: { 'content-length': '0' } });
    expect(await machine.guest.get('/openstack/latest/password')).toMatchObject({
      status: 200,
      text: longest,
    });
    expect(await passwordOf(machine)).toBe(longest);
  });

  it('is left once, until the machine is provisioned anew', async () => {
    const machine = await world.instance();
    await post(machine, 'first');

    for (const body of ['second', 'first', '', 'x'.repeat(5000)])
      expect(await post(machine, body)).toMatchObject({ status: 409, text: '' });
    expect(await passwordOf(machine)).toBe('first');

    await world.data(reprovisionInstance, { input: { id: machine.id } });
    expect((await machine.guest.get(place)).text).toBe('');
    expect(await post(machine, 'second')).toMatchObject({ status: 200 });
    expect(await passwordOf(machine)).toBe('second');
  });

  it.each([
    ['a byte too long', `${longest}x`],
    ['as long as a guest likes', 'x'.repeat(8_000_000)],
    ['no text', 'nul\0'],
  ])('is refused when it is %s', async (_, body) => {
    const machine = await world.instance();

    expect(await post(machine, body)).toMatchObject({ status: 400, text: '' });
    expect(await passwordOf(machine)).toBeNull();
  });

  it('stays unset when nothing is sent', async () => {
    const machine = await world.instance();

    expect(await post(machine, '')).toMatchObject({ status: 200 });
    expect(await passwordOf(machine)).toBeNull();
    expect(await post(machine, 'later')).toMatchObject({ status: 200 });
  });

  it('stays unset when it is posted without a body', async () => {
    const machine = await world.instance();

    const bytes = requestText(`POST ${place}`) + requestText(`GET ${place}`);

    const connection = await RawConnection.open({ port: world.port, from: machine.address }, bytes);

    expect(await connection.answers(2)).toEqual([200, 200]);
    expect(await passwordOf(machine)).toBeNull();
    connection.end();
  });

  it('is refused by what is in memory once the machine has one', async () => {
    const machine = await world.instance();
    await post(machine, 'first');
    const em = world.orm.em.fork();
    await em.begin();
    await em.findOneOrFail(Instance, { instanceId: machine.instanceId }, { lockMode });

    const later = await post(machine, 'second');

    await em.rollback();
    expect(later.status).toBe(409);
  });

  it('stays unset when the machine breaks off, which is no error of the server', async () => {
    const machine = await world.instance();
    const headers = { 'Content-Length': 10 };
    const options = { host: '127.0.0.1', port: world.port, localAddress: machine.address, path: place };

    const sent = request({ ...options, method: 'POST', agent: false, headers });
    sent.on('error', () => {});
    await new Promise<unknown>((resolve) => void sent.write('half', resolve));
    sent.destroy();

    expect(await post(machine, 'whole')).toMatchObject({ status: 200 });
    expect(await passwordOf(machine)).toBe('whole');
    expect(world.logLines.filter((line) => line.includes('a request failed'))).toEqual([]);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('is neither set nor taken by %s', async (method) => {
    const machine = await world.instance();

    const reply = await machine.guest.sendBody({ method, target: place, headers: {}, body: 'x' });

    expect(reply).toMatchObject({ status: 400, text: '' });
    expect(await passwordOf(machine)).toBeNull();
  });

  it('is left at its place alone, by a machine that may', async () => {
    const machine = await world.instance();
    const careful = await world.instance({ metadataOptions: { httpTokens: 'REQUIRED' } });
    const silent = await world.instance({ metadataOptions: { httpEndpoint: 'DISABLED' } });
    const send = (target: string) =>
      machine.guest.sendBody({ method: 'POST', target, headers: {}, body: 'x' });

    for (const target of ['/openstack/2012-08-10/password', '/openstack/1999-01-01/password', `${place}/x`])
      expect(await send(target)).toMatchObject({ status: 403 });
    expect(await post(silent, 'x')).toMatchObject({ status: 403 });
    expect(await post(careful, 'x')).toMatchObject({ status: 401 });
    expect(await passwordOf(careful)).toBeNull();
    expect(await post(careful, 'x', withToken(await careful.guest.token()))).toMatchObject({ status: 200 });
    expect(await passwordOf(careful)).toBe('x');
  });

  it('is nobody else’s business', async () => {
    const [mine, theirs] = [await world.instance(), await world.instance()];
    await post(mine, 'mine');

    expect((await theirs.guest.get(place)).text).toBe('');
    expect(
      await theirs.guest.get(place, { 'X-Instance-ID': mine.id, 'X-Forwarded-For': mine.address }),
    ).toMatchObject({
      text: '',
    });
    const stranger = world.guest();
    expect(await stranger.sendBody({ method: 'POST', target: place, headers: {}, body: 'x' })).toMatchObject({
      status: 404,
      text: notFoundPage,
    });
    await post(theirs, 'theirs');
    expect([await passwordOf(mine), await passwordOf(theirs)]).toEqual(['mine', 'theirs']);
  });

  it('is the one of several at once that was first, whichever server took it', async () => {
    const machine = await world.instance();
    const other = (await world.another()).guest(machine.address);

    const replies = await Promise.all(
      [0, 1, 2, 3, 4, 5].map((n) =>
        (n % 2 ? other : machine.guest).sendBody({
          method: 'POST',
          target: place,
          headers: {},
          body: `race-${n}`,
        }),
      ),
    );

    const won = replies.flatMap(({ status }, n) => (status === 200 ? [n] : []));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect(await passwordOf(machine)).toBe(`race-${won[0]}`);
  });

  it('is a change by the machine in the history, and not to be read', async () => {
    const machine = await world.instance();
    await post(machine, 'c2VjcmV0LXBhc3N3b3Jk');
    await post(machine, 'another');

    const { auditEntries } = await world.data(
      `query ($id: ID) { auditEntries(first: 10, filter: { subjectId: $id }) { nodes {
        action actorKind actorId actorName subjectName requestId changes { field before after } } } }`,
      { id: machine.id },
    );

    expect(auditEntries.nodes).toMatchObject([
      {
        action: 'UPDATED',
        actorKind: 'GUEST',
        actorId: machine.id,
        actorName: machine.hostname,
        subjectName: machine.hostname,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        changes: [{ field: 'encryptedPassword', before: null, after: '(not shown)' }],
      },
      { action: 'CREATED' },
    ]);
    const { requestId } = auditEntries.nodes[0];
    const lines = world.logLines.filter((line) => line.includes(requestId));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { method: 'POST', path: place, status: 200 },
    ]);
    expect(world.logLines.join('\n')).not.toContain('c2VjcmV0');
  });
});
