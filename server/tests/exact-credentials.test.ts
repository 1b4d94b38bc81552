/** Credentials are valid only exactly as issued, and only once in a request. */
import { createHmac } from 'node:crypto';
import { request, type OutgoingHttpHeaders } from 'node:http';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { withToken, type Guest } from './support/guest.ts';
import { exchange, requestText } from './support/raw-connection.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';
const tokenPath = '/latest/api/token';

onBothDatabases('a session token', (open) => {
  let world: World;
  let other: World;
  let machine: Machine;
  let token: string;

  beforeAll(async () => {
    world = await open();
    other = await world.another();
    machine = await world.instance();
    token = await machine.guest.token();
  });

  const ways: [string, (token: string) => string | string[]][] = [
    ['with more behind it', (text) => `${text}AAAA`],
    ['with a star behind it', (text) => `${text}*`],
    ['with a blank in it', (text) => `${text.slice(0, 9)} ${text.slice(9)}`],
    ['with a star in it', (text) => `${text.slice(0, 9)}*${text.slice(9)}`],
    ['without its padding', (text) => text.slice(0, -2)],
    ['with half of its padding', (text) => text.slice(0, -1)],
    ['with more padding', (text) => `${text}=`],
    ['with a blank of another kind behind it', (text) => `${text}\u00a0`],
    ['in another spelling of its last bits', (text) => text.replace(/.(?===$)/, nextInGroup)],
    ['twice', (text) => [text, text]],
    ['and then nonsense', (text) => [text, 'nonsense']],
    ['and then nothing', (text) => [text, '']],
    ['after nonsense', (text) => ['nonsense', text]],
  ];

  it.each(ways)('is not good %s, at a server that has seen it and at one that has not', async (_, change) => {
    const headers = { 'X-aws-ec2-metadata-token': change(token) };

    for (const guest of [machine.guest, other.guest(machine.address), world.metadataGuest(machine.address)])
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'])
        expect(await guest.send(method, id, headers)).toMatchObject({ status: 401, text: '' });
    expect((await machine.guest.get(id, withToken(token))).text).toBe(machine.instanceId);
  });

  it('is the same with the blanks that HTTP has around every value', async () => {
    const ask = requestText(`GET ${id}`, `X-aws-ec2-metadata-token:  \t${token} \t`, 'Connection: close');

    const { received } = await exchange({ port: world.metadataPort, from: machine.address }, ask);

    expect(received).toContain(machine.instanceId);
  });

  it.each([
    ['twice', ['21600', '21600']],
    ['twice, and differently', ['21600', '5']],
    ['with a list', '21600, 5'],
    ['with a blank in it', '2 1'],
    ['with a blank of another kind', '\u00a05'],
    ['and then nothing', ['60', '']],
  ])('is not issued to whoever says its time %s', async (_, ttl) => {
    const headers = { 'X-aws-ec2-metadata-token-ttl-seconds': ttl };

    expect(await machine.guest.put(tokenPath, headers)).toMatchObject({ status: 400, text: '' });
  });

  it('is not issued through a proxy that says so after two thousand headers', async () => {
    const ttl = 'X-aws-ec2-metadata-token-ttl-seconds: 60';
    const many = Array.from({ length: 2500 }, () => 'a:');

    for (const port of [world.port, world.metadataPort]) {
      const ask = requestText(`PUT ${tokenPath}`, ttl, ...many, 'X-Forwarded-For: 192.0.2.1');
      const { statuses } = await exchange({ port, from: machine.address }, ask);
      expect(statuses).toEqual([431]);
    }
  });
});

/** Returns the next of the characters with the same first two bits. */
const nextInGroup = (last: string) => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const at = alphabet.indexOf(last);
  return alphabet[(at & 48) | ((at + 1) & 15)]!;
};

onBothDatabases('a signed id of OpenStack', (open) => {
  const secret = 'the secret of the agents';
  const agentAddress = '127.88.7.1';
  const uuid = '21111111-2222-3333-4444-555555555555';
  const projectId = '0a1b2c3d4e5f60718293a4b5c6d7e8f9';
  const signatureOf = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
  const signed = (name: string) => ({
    'X-Instance-ID': name,
    'X-Tenant-ID': projectId,
    'X-Instance-ID-Signature': signatureOf(name),
  });
  let world: World;
  let agent: Guest;
  let machine: Machine;

  beforeAll(async () => {
    const config = { TRUSTED_PROXIES: `${agentAddress}/32`, METADATA_PROXY_SHARED_SECRET: secret };
    world = await open({ config });
    agent = world.guest(agentAddress);
    machine = await world.instance({ uuid, projectId });
  });

  it.each([
    ['X-Instance-ID', uuid, 403],
    ['X-Instance-ID-Signature', signatureOf(uuid), 403],
    ['X-Tenant-ID', projectId, 404],
  ])('is not good with %s twice, or with more behind it', async (name, value, status) => {
    expect((await agent.get(id, signed(uuid))).text).toBe(machine.instanceId);

    for (const wrong of [[value, value], [value, 'x'], ['x', value], `${value}x`, `${value},`])
      expect(await agent.get(id, { ...signed(uuid), [name]: wrong })).toMatchObject({ status });
  });

  it('is a UUID or an instance-id, and nothing else by which machines are known', async () => {
    const long = 'x'.repeat(8000);

    for (const name of [
      machine.address,
      machine.id,
      machine.hostname,
      `{${uuid}}`,
      uuid.replaceAll('-', ''),
      long,
    ])
      expect(await agent.get(id, signed(name))).toMatchObject({ status: 404 });
    for (const name of [uuid, uuid.toUpperCase(), machine.instanceId])
      expect((await agent.get(id, signed(name))).text).toBe(machine.instanceId);
  });
});

onBothDatabases('whoever uses the API', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  /** Returns the status, and the name of the caller; undefined if it is not signed in. */
  function whoIs(headers: OutgoingHttpHeaders): Promise<{ status: number; name: string | undefined }> {
    const options = { host: '127.0.0.1', port: world.port, method: 'POST', path: '/graphql', agent: false };
    return new Promise((resolve, reject) => {
      const sent = request(
        { ...options, headers: { ...headers, 'Content-Type': 'application/json' } },
        async (response) => {
          const { data } = JSON.parse(Buffer.concat(await response.toArray()).toString());
          resolve({ status: response.statusCode!, name: data?.viewer?.name });
        },
      );
      sent.on('error', reject);
      sent.end('{"query":"{ viewer { name } }"}');
    });
  }

  describe('with a token', () => {
    it.each<[string, (token: string) => string | string[]]>([
      ['with more behind it', (token) => `Bearer ${token}A`],
      ['with a star behind it', (token) => `Bearer ${token}*`],
      ['with a blank of another kind behind it', (token) => `Bearer ${token}\u00a0`],
      ['cut', (token) => `Bearer ${token.slice(0, -1)}`],
      ['in other letters', (token) => `Bearer ${token.toUpperCase()}`],
      ['in a list', (token) => `Bearer ${token}, Bearer ${token}`],
      ['twice', (token) => [`Bearer ${token}`, `Bearer ${token}`]],
      ['and then another one', (token) => [`Bearer ${token}`, 'Bearer nonsense']],
      ['and then nothing', (token) => [`Bearer ${token}`, '']],
    ])('is refused when it comes %s', async (_, change) => {
      const token = world.tokens.viewer;
      const origin = new URL(world.graphqlUrl).origin;

      const wrong = await whoIs({ Authorization: change(token), Origin: origin });

      expect(wrong).toEqual({ status: 401, name: undefined });
      for (const scheme of ['Bearer', 'bearer', 'BEARER'])
        expect(await whoIs({ Authorization: `${scheme} ${token}` })).toEqual({ status: 200, name: 'viewer' });
    });
  });

  describe('with a cookie', () => {
    it.each<[string, (cookie: string, other: string) => string | string[]]>([
      ['with more behind it', (cookie) => `${cookie}A`],
      ['with a star behind it', (cookie) => `${cookie}*`],
      ['in quotes', (cookie) => cookie.replace(/=(.*)/, '="$1"')],
      ['and then nonsense', (cookie) => `${cookie}; cloudmeta_session=nonsense`],
      ['and then nothing', (cookie) => `${cookie}; cloudmeta_session=`],
      ['after nonsense', (cookie) => ['cloudmeta_session=nonsense', cookie]],
      ['with the one of somebody else', (cookie, other) => [cookie, other]],
    ])('is nobody when it comes %s', async (way, change) => {
      const name = way.replaceAll(' ', '-');
      const { cookie } = await world.person(name, 'VIEWER');
      const { cookie: other } = await world.person(`not-${name}`, 'VIEWER');
      const Origin = new URL(world.graphqlUrl).origin;

      expect(await whoIs({ Cookie: change(cookie, other), Origin })).toEqual({
        status: 200,
        name: undefined,
      });
      expect(await whoIs({ Cookie: `theme=dark; ${cookie}`, Origin })).toMatchObject({ name });
    });
  });
});
