import { connect as connectSocket, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migratedDatabase } from './databases.ts';
import { eventually } from './eventually.ts';
import { openWorld, type World } from './world.ts';

/** A way to PostgreSQL that can be made to break off whatever contains a text. */
class Way {
  /** Connections end whose client sends it. */
  breaksAt: string | undefined;
  broken = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  static async to(url: string): Promise<Way> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Way(new URL(url), server);
  }

  get url(): string {
    const url = new URL(this.target.href);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Breaks off every connection that is there. */
  breakAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.server.close();
    this.breakAll();
  }

  private join(client: Socket): void {
    const server = connectSocket(Number(this.target.port), this.target.hostname);
    this.follow(client, server);
    this.follow(server, client);
    server.pipe(client);
    client.on('data', (data) => {
      if (this.breaksAt === undefined || !data.includes(this.breaksAt)) return void server.write(data);
      this.broken += 1;
      client.destroy();
    });
  }

  /** One end of a connection, which ends with the other. */
  private follow(end: Socket, other: Socket): void {
    this.sockets.add(end);
    end.on('error', () => {});
    end.on('close', () => this.sockets.delete(end) && other.destroy());
  }
}

describe('Connections to PostgreSQL', () => {
  let way: Way;
  let world: World;

  beforeAll(async () => {
    const fresh = await migratedDatabase('postgresql');
    way = await Way.to(fresh.url);
    world = await openWorld({
      database: 'postgresql',
      fresh: { url: way.url, drop: () => (way.close(), fresh.drop()) },
    });
  });

  afterAll(() => world.close());

  it.each([
    { when: 'are set up', at: 'statement_timeout' },
    { when: 'begin a transaction', at: 'begin\0' },
  ])('that break when they $when leave their places to others, however many', async ({ at }) => {
    const { id, hostname: name } = await world.instance();
    const rename = (hostname: string) =>
      world.graphql(
        'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { instance { hostname } } }',
        { input: { id, hostname } },
      );
    const codes = new Set<string>();
    const before = way.broken;

    way.breaksAt = at;
    way.breakAll();
    while (way.broken <= before + 12) codes.add((await rename('refused')).codes[0]!);
    way.breaksAt = undefined;

    expect([...codes]).toEqual(['SERVICE_UNAVAILABLE']);
    await eventually(async () => expect((await rename(`${name}-made`)).errors).toEqual([]));
  });
});
