/** Guests that send as much as they can at once, in the smallest pieces: their connections are closed. */
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listen } from '../http/listener.ts';
import { boot } from './support/boot.ts';
import { eventually } from './support/eventually.ts';
import type { Guest } from './support/guest.ts';
import { metric } from './support/metric-value.ts';
import { RawConnection, requestText } from './support/raw-connection.ts';
import { openWorld, type World } from './support/world.ts';

const get = requestText('GET /latest/meta-data/instance-id');

/** Returns chunks of one byte, of a body that does not end. */
const chunks = (count: number) => '1\r\n \r\n'.repeat(count);
const chunked = (line: string, ...headers: string[]) =>
  requestText(line, 'Transfer-Encoding: chunked', ...headers);

const floods = [
  ['requests', 'too_many_requests_at_once', get.repeat(3000)],
  ['chunks of a token request', 'too_many_chunks_at_once', chunked('PUT /latest/api/token') + chunks(50_000)],
  ['chunks of a read', 'too_many_chunks_at_once', chunked('GET /latest/user-data') + chunks(50_000)],
  ['chunks of an operation', 'too_many_chunks_at_once', chunked('POST /graphql') + chunks(50_000)],
] as const;

describe.each(floods)('A connection with thousands of %s', (_what, reason, bytes) => {
  let world: World;
  let honest: Guest;

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    honest = (await world.instance()).guest;
  });

  afterAll(() => world.close());

  const refused = (why: string) => metric(world, `cloudmeta_http_refusals_total\\{reason="${why}"\\}`);

  it('is closed with all others of its address, which gets no further one for a while', async () => {
    const { address } = await world.instance();
    const ends = { port: world.port, from: address };
    const idle = await RawConnection.open(ends, get);
    await idle.answers(1);

    const flood = await RawConnection.open(ends, bytes);
    await Promise.all([flood.closed, idle.closed]);
    const further = await RawConnection.open(ends, get);
    await further.closed;

    expect(await refused(reason)).toBe(1);
    expect(further.received).toBe('');
    expect(await refused('connection_held')).toBe(1);
    await boot(honest);
  });
});

describe('A body that goes on after its answer', () => {
  const next = '/latest/meta-data/behind-a-body';
  /** The rest that a client sends: much of the body, its end, and a request behind it. */
  const rest = `${chunks(5000)}0\r\n\r\n${requestText(`GET ${next}`)}`;
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
  });

  afterAll(() => world.close());

  /** Goes on with a body once its request is answered, and returns once the server has closed the connection. */
  async function goOnAfterAnswer(connection: RawConnection): Promise<number[]> {
    await connection.answers(1);
    connection.send(rest);
    await connection.closed;
    return connection.statuses;
  }

  const isNextRead = () => world.logLines.some((line) => line.includes(next));

  it.each([
    ['/', 302],
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
  ])('is not read at PORT and ADMIN_LISTEN, and its connection ends: %s', async (path, status) => {
    const forAdmin = await listen(world.app.adminOnly, { port: 0, variable: 'ADMIN_LISTEN' });
    const { port: adminPort } = forAdmin.address() as AddressInfo;
    const head = chunked(`GET ${path}`, 'Accept: text/html');

    for (const port of [world.port, adminPort]) {
      const connection = await RawConnection.open({ port, from: '127.0.0.1' }, head);
      expect(await goOnAfterAnswer(connection)).toEqual([status]);
    }

    forAdmin.close();
    expect(isNextRead()).toBe(false);
  });

  it.each(['port', 'metadataPort'] as const)(
    'is not read where as many are read already as may be of one machine: at %s',
    async (which) => {
      const { address } = await world.instance();
      const open = () => RawConnection.open({ port: world[which], from: address }, chunked(`GET ${path}`));
      const path = '/latest/meta-data/instance-id';
      const others = await Promise.all([open(), open(), open(), open()]);
      for (const other of others) await other.answers(1);

      const statuses = await goOnAfterAnswer(await open());

      for (const other of others) other.end();
      expect(statuses).toEqual([200]);
      expect(isNextRead()).toBe(false);
    },
  );
});

describe('A server', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
  });

  afterAll(() => world.close());

  it('takes a machine that sent too much back after a while', async () => {
    const { address, guest } = await world.instance();
    const flood = await RawConnection.open({ port: world.port, from: address }, get.repeat(3000));
    await flood.closed;

    const back = await eventually(() => guest.get('/latest/meta-data/instance-id'));

    expect(back.status).toBe(200);
  });

  it('answers a few requests that come at once, in their order', async () => {
    const { address, instanceId } = await world.instance();
    const other = requestText('GET /nothing');
    const connection = await RawConnection.open({ port: world.port, from: address }, get.repeat(15) + other);

    const statuses = await connection.answers(16);
    connection.end();

    expect(statuses).toEqual([...Array(15).fill(200), 404]);
    expect(connection.received.split(instanceId)).toHaveLength(16);
  });

  it('takes an operation in chunks of one byte', async () => {
    const body = JSON.stringify({ query: '{ setup { hasUsers } }' });
    const inChunks = [...body].map((character) => `1\r\n${character}\r\n`).join('');
    const head = chunked('POST /graphql', 'Content-Type: application/json');

    const connection = await RawConnection.open(
      { port: world.port, from: '127.0.0.1' },
      `${head}${inChunks}0\r\n\r\n`,
    );
    const [status] = await connection.answers(1);
    await connection.until(({ received }) => received.includes('hasUsers'));
    connection.end();

    expect(status).toBe(200);
  });

  it('answers a request whose body goes on, and reads it in pieces', async () => {
    const { address, instanceId } = await world.instance();
    const line = 'GET /latest/meta-data/instance-id';
    const length = 4 * 1024 * 1024;
    const connection = await RawConnection.open(
      { port: world.port, from: address },
      requestText(line, `Content-Length: ${length}`) + 'x'.repeat(length),
    );

    await connection.closed;

    expect(connection.statuses).toEqual([200]);
    expect(connection.received).toContain(instanceId);
  });
});
