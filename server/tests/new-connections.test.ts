import { connect as connectSocket, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migratedDatabase } from './support/databases.ts';
import { eventually } from './support/eventually.ts';
import { openWorld, type World } from './support/world.ts';

/** A proxy to PostgreSQL that can break the connections on which a client sends a certain text. */
class BreakableProxy {
  /** The text that ends a connection once its client sends it. */
  breaksAt: string | undefined;
  broken = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  static async to(url: string): Promise<BreakableProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new BreakableProxy(new URL(url), server);
  }

  get url(): string {
    const url = new URL(this.target.href);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Breaks every open connection. */
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

  /** Ends the other end of a connection with this one. */
  private follow(end: Socket, other: Socket): void {
    this.sockets.add(end);
    end.on('error', () => {});
    end.on('close', () => this.sockets.delete(end) && other.destroy());
  }
}

describe('Connections to PostgreSQL', () => {
  let proxy: BreakableProxy;
  let world: World;

  beforeAll(async () => {
    const fresh = await migratedDatabase('postgresql');
    proxy = await BreakableProxy.to(fresh.url);
    world = await openWorld({
      database: 'postgresql',
      fresh: { ...fresh, url: proxy.url, drop: () => (proxy.close(), fresh.drop()) },
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
    const before = proxy.broken;

    proxy.breaksAt = at;
    proxy.breakAll();
    while (proxy.broken <= before + 12) codes.add((await rename('refused')).codes[0]!);
    proxy.breaksAt = undefined;

    expect([...codes]).toEqual(['SERVICE_UNAVAILABLE']);
    await eventually(async () => expect((await rename(`${name}-made`)).errors).toEqual([]));
  });
});
