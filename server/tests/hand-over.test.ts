/** Requests of people and scripts go from the process that has the connection to the one that answers them. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandOver } from '../http/hand-over.ts';
import { listen } from '../http/listener.ts';
import { eventually } from './support/eventually.ts';
import { Product } from './support/product.ts';
import { RawConnection, requestText } from './support/raw-connection.ts';
import { migratedDatabase, type MigratedDatabase } from './support/databases.ts';
import { openWorld, type World } from './support/world.ts';

const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
const setup = JSON.stringify({ query: '{ setup { hasUsers } }' });
const json = { 'content-type': 'application/json' };

describe('A request that is handed over', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  it('says of its sender what the server saw, whatever its own headers say', async () => {
    const { username, password } = await world.person('ann', 'VIEWER');
    const headers = {
      ...json,
      'X-CloudMeta-Scheme': 'https',
      'x-cloudmeta-address': '10.9.9.9',
      'x-cloudmeta-request-id': 'made-up',
    };

    const { text: body, headers: answered } = await world.guest().sendBody({
      method: 'POST',
      target: '/graphql',
      headers,
      body: JSON.stringify({ query: signIn, variables: { input: { username, password } } }),
    });

    expect(JSON.parse(body).errors).toBeUndefined();
    expect(String(answered['set-cookie'])).not.toContain('Secure');
    expect(answered['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(answered).filter((name) => name.startsWith('x-cloudmeta-'))).toEqual([]);
  });

  it('is in the log under the id that its answer names', async () => {
    const answer = await world.graphql('{ setup { hasUsers } }');

    const id = answer.headers.get('x-request-id');
    await eventually(async () => {
      const lines = world.logLines.filter((line) => line.includes(`"requestId":"${id}"`));
      expect(lines).toEqual([expect.stringContaining('"path":"/graphql"')]);
    });
  });

  it('is answered before its body ends where that is too large, and the answer arrives', async () => {
    const sent = request(world.graphqlUrl, {
      method: 'POST',
      headers: { ...json, 'content-length': String(20 * 1024 * 1024) },
    });
    sent.write(Buffer.alloc(2 * 1024 * 1024, 'x'));

    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    const body = JSON.parse(await text(answer)) as { errors: { extensions: { code: string } }[] };
    sent.destroy();

    expect(answer.statusCode).toBe(413);
    expect(body.errors[0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is answered early whoever else takes time for what is refused, and however many they are', async () => {
    const head = (length: number) =>
      requestText(
        'POST /graphql',
        'Content-Type: application/json',
        'Authorization: Bearer x',
        `Content-Length: ${length}`,
      );
    const from = '127.8.0.1';
    const slow = await Promise.all(
      Array.from({ length: 20 }, () => RawConnection.open({ port: world.port, from }, `${head(3_000_000)}{`)),
    );

    const answers = await Promise.all(slow.map((connection) => connection.answers(1)));
    const whole = { port: world.port, from: '127.8.0.2' };
    const other = await RawConnection.open(whole, `${head(3_000_000)}${' '.repeat(3_000_000)}`);
    const refused = await other.answers(1);
    const areClosed = () => slow.filter(({ isClosed }) => isClosed).length;
    await eventually(async () => expect(areClosed()).toBeGreaterThanOrEqual(16)); // four are still read for a while
    for (const connection of [...slow, other]) connection.end();

    expect(answers).toEqual(slow.map(() => [401]));
    expect(refused).toEqual([401]);
  });

  it.each(['POST /identity/nothing', 'POST /guest-passwords', 'DELETE /identity'])(
    'is answered before its body where there is nothing: %s',
    async (line) => {
      const bytes = requestText(line, 'Content-Length: 1000000');
      const connection = await RawConnection.open({ port: world.port, from: '127.8.0.3' }, bytes);

      expect(await connection.answers(1)).toEqual([404]);
      connection.end();
    },
  );

  it('has no place where the server keeps what machines leave', async () => {
    const { guest } = await world.instance();

    const replies = [
      await guest.sendBody({ method: 'POST', target: '/guest-password', headers: {}, body: 'x' }),
      await world.guest().sendBody({ method: 'POST', target: '/guest-password', headers: {}, body: 'x' }),
    ];

    expect(replies.map(({ status }) => status)).toEqual([403, 404]);
  });
});

describe('A request to a control plane that does not answer', () => {
  it('is given up so long after its end, however long its body takes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-hand-over-'));
    const socketPath = join(folder, 'control.sock');
    const hanging = createServer().listen(socketPath);
    await once(hanging, 'listening');
    const handOver = new HandOver({ socketPath, isReady: () => true, headersTimeoutMs: 50 });
    const sender = { address: '127.8.0.4', scheme: 'http', requestId: 'one' } as const;
    const listener = await listen(
      (asked, response) => handOver.handle({ request: asked, response, sender }),
      { port: 0, variable: 'PORT' },
    );
    const { port } = listener.address() as AddressInfo;
    const post = (body: string) =>
      RawConnection.open({ port, from: '127.8.0.4' }, requestText('POST /', 'Content-Length: 9') + body);

    const slow = await post('half');
    const whole = await post('all of it');
    const first = await Promise.race([
      slow.answers(1).then(() => 'slow'),
      whole.answers(1).then(() => 'whole'),
    ]);
    slow.send('-body');

    expect(first).toBe('whole');
    expect(await slow.answers(1)).toEqual([502]);
    expect(whole.statuses).toEqual([502]);
    for (const connection of [slow, whole]) connection.end();
    for (const server of [listener, hanging]) server.close();
    await rm(folder, { recursive: true });
  });
});

describe('A request for another protocol', () => {
  let database: MigratedDatabase;
  let product: Product;

  beforeAll(async () => {
    database = await migratedDatabase('sqlite');
    product = await Product.start(database);
    await product.openAdmin(); // it has its own handling of upgrades
  });

  afterAll(async () => {
    await product.end();
    await database.drop();
  });

  /** Sends a request as text, and returns everything that the server sends until it ends the connection. */
  async function exchange(head: string, body = ''): Promise<string> {
    const socket = connect(product.port, '127.0.0.1');
    socket.write(`${head}\r\nHost: 127.0.0.1\r\n\r\n${body}`);
    return text(socket);
  }

  const h2c = 'Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ';
  const webSocket =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';

  it.each([
    ['/healthz', 200],
    ['/latest/meta-data/', 404],
    ['/admin/login', 200],
    ['/graphql?query={setup{hasUsers}}', 400],
  ])('is answered at %s as if it asked for none, and its connection given back', async (path, status) => {
    const answer = await exchange(`GET ${path} HTTP/1.1\r\n${h2c}`);

    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('is answered with its body', async () => {
    const head = `POST /graphql HTTP/1.1\r\n${h2c}\r\nContent-Type: application/json\r\nContent-Length: ${setup.length}`;

    expect(await exchange(head, setup)).toMatch(/^HTTP\/1\.1 200 OK[^]*"hasUsers":false/);
  });

  it('is told by GraphQL that it speaks no WebSocket, and its connection given back', async () => {
    const answer = await exchange(`GET /graphql HTTP/1.1\r\n${webSocket}`);

    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d [^]*Connection: close\r\n/);
  });

  it('is for WebSocket anywhere else: it is answered as if it asked for none', async () => {
    const answer = await exchange(`GET /healthz HTTP/1.1\r\n${webSocket}\r\nConnection: close`);

    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});
