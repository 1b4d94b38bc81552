/** Requests for another protocol: relayed if it is spoken, otherwise answered as usual; connections always close. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../http/free-port.ts';
import { HandOver } from '../http/hand-over.ts';
import { isUpgradeForControlPlane } from '../http/hand-over-upgrade.ts';
import { closeServer, listen } from '../http/listener.ts';
import { eventually } from './support/eventually.ts';
import { metric } from './support/metric-value.ts';
import { exchange, requestText } from './support/raw-connection.ts';
import { openWorld, type World } from './support/world.ts';

const handshake = requestText(
  'GET /graphql',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
);

const agreed =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Agreed: yes\r\n\r\n';

/** Much more than two sockets buffer. */
const flood = 'x'.repeat(32 * 1024 * 1024);

describe('A server before a control plane', () => {
  let folder: string;
  let control: Server;
  let server: Server;
  let clients: Socket[];
  let port: number;

  beforeEach(() => void (clients = []));

  afterEach(async () => {
    for (const client of clients) client.destroy();
    await Promise.all([server, control].map((one) => new Promise((closed) => one.close(closed))));
    await rm(folder, { recursive: true });
  });

  /** Opens both ends of the hand-over; the control plane speaks the other protocol if `speak` is given. */
  async function open(parts: {
    answer?: RequestListener;
    speak?: (socket: Socket) => void;
    silenceMs?: number;
  }) {
    const { answer, speak, silenceMs } = parts;
    folder = await mkdtemp(join(tmpdir(), 'cloudmeta-upgrades-'));
    const socketPath = join(folder, 'control.sock');
    const shouldUpgradeCallback = ({ url }: IncomingMessage) => speak !== undefined && url === '/graphql';
    control = createServer({ shouldUpgradeCallback }, answer);
    control.on('upgrade', (_request, socket: Socket, head) => {
      socket.write(agreed);
      if (head.length > 0) socket.unshift(head);
      speak!(socket);
    });
    await once(control.listen(socketPath), 'listening');
    const handOver = new HandOver({ socketPath, isReady: () => true });
    const sender = { address: '127.0.0.1', scheme: 'http', requestId: 'one' } as const;
    port = await freePort();
    server = await listen((request, response) => handOver.handle({ request, response, sender }), {
      port,
      variable: 'PORT',
      takesUpgrade: isUpgradeForControlPlane,
      ...(silenceMs === undefined ? {} : { silenceMs }),
    });
  }

  /** Opens a client that closes its connection only when the test does so. */
  async function ask(bytes = handshake): Promise<Socket> {
    const client = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    clients.push(client);
    client.on('error', () => {});
    client.write(bytes);
    await once(client, 'connect');
    return client;
  }

  const connectionsOf = (one: Server) =>
    new Promise<number>((resolve) => one.getConnections((_error, count) => resolve(count)));

  /** Returns once neither process has a connection left. */
  const allGivenBack = () =>
    eventually(async () =>
      expect([await connectionsOf(server), await connectionsOf(control)]).toEqual([0, 0]),
    );

  const refuse: RequestListener = (_request, response) => void response.writeHead(400).end('no');
  const listenOn = (socket: Socket) => socket.once('end', () => socket.end()).resume();
  const echo = (socket: Socket) => {
    socket.write('welcome ');
    socket.pipe(socket);
  };

  it('relays both ways, with what came with the request and with the answer', async () => {
    await open({ speak: echo });

    const client = await ask(`${handshake}hello `);
    client.end('bye');

    expect(await text(client)).toMatch(/^HTTP\/1\.1 101 [^]*X-Agreed: yes\r\n[^]*\r\n\r\nwelcome hello bye$/);
    await allGivenBack();
  });

  it('relays much of what is not read at once', async () => {
    await open({ speak: (socket) => socket.end(flood) });

    const answer = await text(await ask());

    expect(answer.slice(answer.indexOf('\r\n\r\n') + 4)).toHaveLength(flood.length);
    await allGivenBack();
  });

  it('gives a client that is refused its answer, and closes a connection that the client leaves open', async () => {
    await open({ answer: refuse });

    const client = await ask(`${handshake}something`);

    expect(await text(client)).toMatch(/^HTTP\/1\.1 400 [^]*Connection: close\r\n[^]*no/);
    await allGivenBack();
    expect(client.writable).toBe(true);
  });

  it.each([1, 2, 40])(
    'answers one that comes behind %d other requests in its turn, as if it asked for no protocol',
    async (count) => {
      const asked: string[] = [];
      await open({
        speak: echo,
        answer: ({ url, headers }, response) => {
          asked.push(`${url} ${headers.upgrade}`);
          response.end('answered');
        },
      });

      const client = await ask(requestText('GET /graphql?n').repeat(count) + handshake);

      await eventually(async () => expect(asked).toHaveLength(count + 1));
      expect(asked.filter((one) => one.startsWith('/graphql?n'))).toHaveLength(count);
      client.end();
      expect((await text(client)).match(/HTTP\/1\.1 200/g)).toHaveLength(count + 1);
      await allGivenBack();
    },
  );

  it('closes a connection on which more and more comes that nobody reads', async () => {
    await open({ answer: refuse });

    const client = await ask(handshake + flood);

    await allGivenBack();
    await eventually(async () => expect(client.closed).toBe(true));
  });

  it('closes the connection of a client that does not read its answer', async () => {
    await open({ answer: (_request, response) => void response.end(flood), silenceMs: 300 });

    const client = await ask();
    client.pause();

    await eventually(async () => expect(await connectionsOf(server)).toBe(1));
    await allGivenBack();
  });

  it('gives up the request of a client that has gone', async () => {
    let abandoned: Promise<unknown> | undefined;
    await open({ answer: (_request, response) => void (abandoned = once(response, 'close')) });

    const client = await ask();
    await eventually(async () => expect(abandoned).toBeDefined());
    client.resetAndDestroy();

    await abandoned;
    await allGivenBack();
  });

  it('closes a connection on which nothing happens before the answer', async () => {
    await open({ answer: () => {}, silenceMs: 300 });

    const client = await ask();

    expect(await text(client).catch(() => '')).toBe('');
    await allGivenBack();
  });

  it('leaves the silences of the other protocol to those who speak it', async () => {
    await open({ speak: echo, silenceMs: 300 });
    const speaking = await ask();
    await once(speaking, 'data');

    await text(await ask('')); // opened later, and closed because it is silent
    speaking.write('still here');

    expect(String(await once(speaking, 'data'))).toBe('still here');
    speaking.end();
    await allGivenBack();
  });

  it('closes the connection to a client when the control plane breaks off, and the other way round', async () => {
    const sockets: Socket[] = [];
    await open({ speak: (socket) => void sockets.push(listenOn(socket)) });

    const [left, right] = [await ask(), await ask()];
    await eventually(async () => expect(sockets).toHaveLength(2));
    sockets[0]!.destroy();
    await Promise.race([left, right].map((client) => once(client.resume(), 'end')));
    for (const client of [left, right]) client.resetAndDestroy();

    await allGivenBack();
  });

  it('stops although clients keep their connections, and answers those that wait', async () => {
    let answer: (() => void) | undefined;
    await open({
      speak: listenOn,
      answer: (_request, response) => void (answer = () => response.end('the answer')),
    });
    const relayed = await ask();
    await once(relayed, 'data');
    const waiting = await ask(handshake.replace('/graphql', '/graphql?later'));
    await eventually(async () => expect(answer).toBeDefined());

    const stopped = closeServer(server);
    await once(relayed, 'end');
    answer!();

    expect(await text(waiting)).toContain('the answer');
    await stopped;
    expect([relayed, waiting].map(({ writable }) => writable)).toEqual([true, true]);
  });
});

describe('A request for WebSocket', () => {
  let world: World;

  beforeAll(async () => void (world = await openWorld({ database: 'sqlite' })));
  afterAll(() => world.close());

  it('is in the log and counted, as others are', async () => {
    const count = () => metric(world, 'cloudmeta_http_requests_total\\{route="/graphql",status="400"\\}');
    const before = await count().catch(() => 0);
    const { address } = world.guest();

    const { received } = await exchange({ port: world.port, from: address }, handshake);

    const [, id] = /\r\nX-Request-Id: (.*)\r\n/i.exec(received)!;
    await eventually(async () => expect(world.logLines.join('\n')).toContain(`"requestId":"${id}"`));
    expect(await count()).toBe(before + 1);
  });

  it('is refused to a stranger that asks too much, as others are', async () => {
    const ends = { port: world.port, from: world.guest().address };
    const floods = () =>
      Promise.all(Array.from({ length: 20 }, () => exchange(ends, requestText('GET /nothing').repeat(200))));
    const handshakes = () => Promise.all(Array.from({ length: 20 }, () => exchange(ends, handshake)));
    const seen = new Set<number>();

    while (!seen.has(429)) {
      const [answers] = await Promise.all([handshakes(), floods()]);
      for (const status of answers.flatMap(({ statuses }) => statuses)) seen.add(status);
    }

    expect([...seen].filter((status) => status !== 400)).toEqual([429]);
  });
});
