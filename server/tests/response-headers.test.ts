/** The headers of metadata answers, from published captures of EC2. */
import { beforeAll, expect, it } from '@jest/globals';
import { withToken, withTtl, type Reply } from './support/guest.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const always = ['Content-Type', 'Accept-Ranges', 'Content-Length', 'Server', 'Date', 'Connection'];
const none = ['ETag', 'Cache-Control', 'X-Powered-By', 'Vary', 'Set-Cookie', 'Transfer-Encoding', 'Location'];

onBothDatabases('a metadata answer', (open) => {
  let world: World;
  let machine: Machine;

  beforeAll(async () => {
    world = await open();
    machine = await world.instance({ userDataText: 'hello', tags: [{ key: 'a', value: 'b' }] });
  });

  const asked: [string, () => Promise<Reply>][] = [
    ['a value', () => machine.guest.get('/latest/meta-data/instance-id')],
    ['a listing', () => machine.guest.get('/latest/meta-data/')],
    ['user-data', () => machine.guest.get('/latest/user-data')],
    ['nothing there', () => machine.guest.get('/nowhere')],
    ['a wrong token', () => machine.guest.get('/', withToken('wrong'))],
    ['a wrong method', () => machine.guest.send('DELETE', '/')],
    ['the methods', () => machine.guest.send('OPTIONS', '/')],
    ['a token', () => machine.guest.put('/latest/api/token', withTtl(60))],
    ['a bad token request', () => machine.guest.put('/latest/api/token')],
    ['no token by GET', () => machine.guest.get('/latest/api/token')],
  ];

  it.each(asked)('has the headers that it should and no others: %s', async (_, ask) => {
    const reply = await ask();

    expect(reply.headerNames).toEqual(expect.arrayContaining(always));
    for (const name of none) expect(reply.headers).not.toHaveProperty(name.toLowerCase());
    expect(reply.headers).toMatchObject({ server: 'EC2ws', 'content-length': String(reply.bytes.length) });
    expect(new Date(reply.headers.date!).toUTCString()).toBe(reply.headers.date);
    expect(reply.headers['content-type']).not.toContain('charset');
  });

  it('says when the machine came to be, the same every time and everywhere', async () => {
    const { guest } = machine;
    const paths = ['/', '/latest/', '/latest/meta-data/instance-id', '/latest/user-data', '/latest/dynamic/'];

    const moments = await Promise.all(
      paths.map(async (path) => (await guest.get(path)).headers['last-modified']),
    );

    expect(new Set(moments).size).toBe(1);
    expect(new Date(moments[0]!).toUTCString()).toBe(moments[0]);
  });

  it('is the whole text whatever part or change is asked for', async () => {
    const { guest, instanceId } = machine;

    for (const headers of [
      { Range: 'bytes=0-3' },
      { 'If-Modified-Since': new Date(Date.now() + 1e9).toUTCString() },
      { 'If-None-Match': '*' },
      { 'Accept-Encoding': 'gzip, br', Accept: 'application/json' },
    ])
      expect(await guest.get('/latest/meta-data/instance-id', headers)).toMatchObject({
        status: 200,
        text: instanceId,
      });
  });

  it('ends the connection where it refuses, so that no client waits for more, and only there', async () => {
    const { guest } = machine;
    const keep = { Connection: 'keep-alive' };
    const after = async (path: string, more = {}) =>
      (await guest.get(path, { ...keep, ...more })).headers.connection;

    expect(await after('/nowhere')).toBe('close');
    expect(await after('/', withToken('wrong'))).toBe('close');
    expect(await after('/latest/api/token')).toBe('close');
    expect(await after('/latest/meta-data/instance-id')).toBe('keep-alive');
  });

  it('does not depend on the name that the service is called by', async () => {
    const { guest, instanceId } = machine;

    for (const host of ['169.254.169.254', '[fd00:ec2::254]', 'instance-data.ec2.internal', 'localhost:80'])
      expect((await guest.get('/latest/meta-data/instance-id', { Host: host })).text).toBe(instanceId);
    const absolute = await guest.get('http://169.254.169.254/latest/meta-data/instance-id');
    expect(absolute.text).toBe(instanceId);
  });

  it('counts the seconds that a token has left', async () => {
    const { guest } = machine;
    const token = withToken(await guest.token(100));
    const left = async (path: string, method = 'GET') =>
      (await guest.send(method, path, token)).headers['x-aws-ec2-metadata-token-ttl-seconds'];

    expect(await left('/')).toBe('100');
    world.pass(99);
    expect(await left('/latest/meta-data/instance-id')).toBe('1');
    expect(await left('/latest/meta-data/instance-id', 'HEAD')).toBe('1');
    expect(await guest.get('/')).not.toHaveProperty(['headers', 'x-aws-ec2-metadata-token-ttl-seconds']);
  });

  it('has its own type where it is bytes, and where it is nothing', async () => {
    const { guest } = machine;
    const typeOf = async (path: string) => (await guest.get(path)).headers['content-type'];

    expect(await typeOf('/latest/user-data')).toBe('application/octet-stream');
    expect(await typeOf('/nowhere')).toBe('text/html');
    for (const path of ['/', '/latest/meta-data/', '/latest/dynamic/instance-identity/document'])
      expect(await typeOf(path)).toBe('text/plain');
  });
});
