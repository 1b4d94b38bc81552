/** Guests that send as much as they can at once, in the smallest pieces: their connections are closed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot } from './support/boot.ts';
import { eventually } from './support/eventually.ts';
import type { Guest } from './support/guest.ts';
import { metric } from './support/metrics.ts';
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
