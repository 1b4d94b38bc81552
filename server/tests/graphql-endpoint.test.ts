/** Requests to GraphQL: the caller is identified before a body is read, and bodies have a maximum size. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { eventually } from './support/eventually.ts';
import { bodyOf, headOf, kB, MB, postBody, setupQuery, type Body } from './support/post-graphql.ts';
import { RawConnection } from './support/raw-connection.ts';
import { onBothDatabases, type World } from './support/world.ts';

const json = { 'content-type': 'application/json' };

onBothDatabases('GraphQL', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const bearer = (token = world.tokens.operator) => ({ authorization: `Bearer ${token}` });

  const post = (body: Body, headers?: object) => postBody(world, body, headers);
  const ends = () => ({ port: world.port, from: world.guest().address });

  describe('before sign-in', () => {
    it('takes a body of 8 kB and no more', async () => {
      expect(await post(bodyOf(8 * kB))).toMatchObject({ status: 200, data: { setup: {} } });

      expect(await post(bodyOf(8 * kB + 1))).toMatchObject({
        status: 413,
        message: expect.stringMatching(/before sign-in.* 8 kB \(8192 bytes\)/),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    });

    it('counts a body that does not say how long it is', async () => {
      const stream = (bytes: number) => new Blob([bodyOf(bytes)]).stream();

      expect((await post(stream(8 * kB))).status).toBe(200);
      expect((await post(stream(8 * kB + 1))).status).toBe(413);
    });

    it('unpacks nothing', async () => {
      const answer = await post(gzipSync(bodyOf(1000)), { 'content-encoding': 'gzip' });

      expect(answer).toMatchObject({ status: 415, extensions: { code: 'BAD_USER_INPUT' } });
    });

    it('takes a query by GET that is as long, and no longer', async () => {
      const get = async (length: number, headers = {}) => {
        const url = `/graphql?query=${encodeURIComponent(setupQuery)}&unused=`;
        return world.guest().get(url.padEnd(length, 'x'), { 'apollo-require-preflight': 'true', ...headers });
      };

      expect((await get(8 * kB)).status).toBe(200);
      const refused = await get(8 * kB + 1);
      expect(refused.status).toBe(414);
      expect(JSON.parse(refused.text).errors[0].message).toContain('8 kB');
      expect((await get(12 * kB, bearer())).status).toBe(200);
    });

    it.each([
      ['that nobody has', () => `cm_${'x'.repeat(43)}`],
      ['that is none', () => 'nonsense'],
      ['that is longer than any', () => `${world.tokens.operator}x`],
    ])('refuses a token %s before it reads a body', async (_, token) => {
      const connection = await RawConnection.open(
        ends(),
        headOf(`Authorization: Bearer ${token()}`, 'Content-Length: 1000000'),
      );

      expect(await connection.answers(1)).toEqual([401]);
      await eventually(async () => expect(connection.received).toContain('"UNAUTHENTICATED"'));
      connection.end();
    });

    it('counts a cookie that is none as no credential', async () => {
      const { username, password } = await world.person('again', 'VIEWER');
      const cookie = `cloudmeta_session=${'x'.repeat(43)}`;

      const large = await post(bodyOf(9 * kB), { cookie });
      const signedIn = await world.graphql(
        'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }',
        { input: { username, password } },
        { as: 'nobody', headers: { cookie } },
      );

      expect(large).toMatchObject({ status: 413, message: expect.stringContaining('8 kB') });
      expect(signedIn.data).toEqual({ signIn: { viewer: { name: 'again' } } });
    });
  });

  describe('after sign-in', () => {
    it('takes a body of 16 MB', async () => {
      expect((await post(bodyOf(16 * MB), bearer())).status).toBe(200);
    });

    it.each<[string, (text: string) => Body]>([
      ['whose length is said ahead', (text) => text],
      ['whose length nobody knows', (text) => new Blob([text]).stream()],
    ])('takes none with a byte more, and says so: %s', async (_, sent) => {
      expect(await post(sent(bodyOf(16 * MB + 1)), bearer())).toMatchObject({
        status: 413,
        message: expect.stringContaining('at most 16 MB (16777216 bytes)'),
        extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
      });
    });

    it.each([
      ['gzip', gzipSync],
      ['deflate', deflateSync],
      ['br', brotliCompressSync],
    ] as const)('counts what a packed body is unpacked: %s', async (coding, pack) => {
      const headers = { ...bearer(), 'content-encoding': coding };

      expect((await post(pack(bodyOf(2 * MB)), headers)).data).toMatchObject({ setup: {} });
      expect(await post(pack(bodyOf(17 * MB)), headers)).toMatchObject({
        status: 413,
        message: expect.stringContaining('16 MB'),
      });
      expect((await post('this is not packed at all', headers)).status).toBe(400);
    });

    it('takes a hundred machines with 15 kB of text each', async () => {
      const instances = Array.from({ length: 100 }, (_, n) => ({
        hostname: `large-${n}`,
        userDataText: `#${'x'.repeat(15 * kB)}`,
      }));

      const { codes } = await world.graphql(
        'mutation ($input: UpsertInstancesInput!) { upsertInstances(input: $input) { summary { created } } }',
        { input: { instances } },
      );

      expect(codes).toEqual([]);
    });
  });

  it('answers clients that read nothing before they have sent everything', async () => {
    const send = (body: string, headers: object) =>
      world.guest().sendBody({ method: 'POST', target: '/graphql', headers: { ...json, ...headers }, body });

    for (let count = 0; count < 4; count += 1) {
      const [stranger, known] = await Promise.all([
        send(bodyOf(20 * MB), { authorization: 'Bearer nobody' }),
        send(bodyOf(20 * MB), bearer()),
      ]);
      expect([stranger.status, known.status]).toEqual([401, 413]);
      expect(JSON.parse(known.text).errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
  });

  it.each([
    ['no JSON', '{"query":', {}, 400],
    ['no object', '"query"', {}, 400],
    ['no UTF-8', Buffer.from('{"query":"{ viewer { name } } #\xff"}', 'latin1'), {}, 400],
    ['another type', '<query/>', { 'content-type': 'application/xml' }, 400],
    ['another set of characters', '{}', { 'content-type': 'application/json; charset=latin1' }, 415],
    ['a packing that nobody knows', '{}', { 'content-encoding': 'zigzag' }, 415],
    ['a list', '[{"query":"{ viewer { name } }"}]', {}, 400],
  ])('refuses a body that is %s in the form of a GraphQL error', async (...of) => {
    const [, body, headers, status] = of;
    const answer = await post(body, { ...bearer(), ...headers });

    expect(answer).toMatchObject({
      status,
      extensions: { code: 'BAD_USER_INPUT', requestId: answer.headers.get('x-request-id') },
    });
  });

  it('has every answer kept by nobody and taken for nothing else', async () => {
    const { apollo } = { apollo: { 'apollo-require-preflight': 'true' } };
    const guest = world.guest();

    const graphql = [
      await guest.get(`/graphql?query=${encodeURIComponent(setupQuery)}`, apollo),
      await guest.get('/graphql', { accept: 'text/html' }),
      await guest.get('/graphql'),
      await guest.get('/graphql', { authorization: 'Bearer nobody' }),
    ];

    expect(graphql.map(({ status }) => status)).toEqual([200, 302, 400, 401]);
    for (const { headers } of graphql)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    for (const path of ['/identity/certificates.pem', '/admin', '/admin/login'])
      expect((await guest.get(path)).headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
  });
});

onBothDatabases('a page of the browser', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open({ config: { TRUSTED_PROXIES: '127.0.0.1' } })));

  it.each([
    ['http', 'http://meta.example.org', 'meta.example.org', 200],
    ['http', 'http://meta.example.org', 'meta.example.org:80', 200],
    ['https', 'https://meta.example.org', 'meta.example.org:443', 200],
    ['https', 'https://meta.example.org:8443', 'meta.example.org:8443', 200],
    ['http', 'https://meta.example.org', 'meta.example.org', 403],
    ['https', 'http://meta.example.org', 'meta.example.org', 403],
    ['https', 'https://meta.example.org', 'meta.example.org:80', 403],
    ['http', 'http://meta.example.org', 'other.example.org', 403],
    ['http', 'chrome-extension://meta.example.org', 'meta.example.org', 403],
  ])('is taken for one of this server by %s where its origin is %s and its host %s: %i', async (...of) => {
    const [scheme, origin, host, status] = of;

    const reply = await world.guest('127.0.0.1').sendBody({
      method: 'POST',
      target: '/graphql',
      headers: { ...json, origin, host, 'x-forwarded-proto': scheme },
      body: JSON.stringify({ query: setupQuery }),
    });

    expect(reply.status).toBe(status);
  });
});

onBothDatabases('a server whose USER_DATA_LIMIT is 2 MB', (open) => {
  it('takes the largest text, however JSON writes it', async () => {
    const world = await open({ config: { USER_DATA_LIMIT: String(2 * MB) } });
    const text = '\u0001'.repeat(2 * MB);

    const { createUserData } = await world.data(
      'mutation ($input: CreateUserDataInput!) { createUserData(input: $input) { userData { size } } }',
      { input: { name: 'largest', text } },
    );

    expect(createUserData.userData.size).toBe(2 * MB);
  });
});
