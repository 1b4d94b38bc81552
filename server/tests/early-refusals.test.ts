/** Connections and bytes that are refused before they are a request are logged and counted, without filling the log. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { listen } from '../http/listener.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from '../http/free-port.ts';
import { metric } from './support/metric-value.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { openWorld, type World } from './support/world.ts';

interface Line {
  msg: string;
  requestId: string;
  reason: string;
  status?: number;
  address: string;
}

const path = '/latest/meta-data/instance-id';

describe('A server', () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
  });

  beforeEach(() => void (world.logLines.length = 0));

  afterAll(() => world.close());

  const refusals = () =>
    world.logLines.map((line) => JSON.parse(line) as Line).filter(({ msg }) => msg === 'request refused');
  const count = (reason: string) => metric(world, `cloudmeta_http_refusals_total\\{reason="${reason}"\\}`);

  const tooLarge = requestText('GET /', `X: ${'x'.repeat(20_000)}`);

  const tooMany = requestText('GET /', ...Array.from({ length: 128 }, (_, n) => `X-${n}: x`));

  it.each([
    { what: 'what is no request', reason: 'bad_request', status: 400, bytes: 'nonsense\r\n\r\n' },
    { what: 'HTTP/2', reason: 'bad_request', status: 400, bytes: 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' },
    { what: 'too long a header', reason: 'headers_too_large', status: 431, bytes: tooLarge },
    { what: 'too many headers', reason: 'headers_too_large', status: 431, bytes: tooMany },
    { what: 'a tunnel', reason: 'method_connect', status: 405, bytes: requestText('CONNECT 10.0.0.1:80') },
  ])('refuses $what, counts it and says so with the address', async ({ reason, status, bytes }) => {
    const { address } = world.guest();
    const before = await count(reason);

    const connection = await exchange({ port: world.port, from: address }, bytes);

    expect(connection.statuses).toEqual([status]);
    expect(refusals()).toMatchObject([
      { reason, status, address, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    expect(await count(reason)).toBe(before + 1);
  });

  it('says so of connections that it does not take', async () => {
    const { address } = world.guest();
    const port = await freePort();
    const server = await listen(world.app.everything, { port, variable: 'PORT', hooks: world.app.hooks });
    server.maxConnections = 1;
    const before = await count('too_many_connections');

    const first = await RawConnection.open({ port, from: address });
    const second = await RawConnection.open({ port, from: address });
    await second.closed;

    await eventually(async () =>
      expect(refusals()).toMatchObject([{ reason: 'too_many_connections', address }]),
    );
    expect(await count('too_many_connections')).toBe(before + 1);
    first.end();
    server.close();
  });

  it('ignores an expectation that it does not know', async () => {
    const { address, instanceId } = await world.instance();

    const bytes = requestText(`GET ${path}`, 'Expect: the-unexpected', 'Connection: close');
    const connection = await exchange({ port: world.port, from: address }, bytes);

    expect(connection.received.endsWith(instanceId)).toBe(true);
    expect(refusals()).toEqual([]);
  });

  it('counts all of a flood, and says so of a few', async () => {
    const { address } = world.guest();
    const before = await count('bad_request');

    await Promise.all(
      Array.from({ length: 200 }, () => exchange({ port: world.port, from: address }, 'nonsense\r\n\r\n')),
    );

    expect(await count('bad_request')).toBe(before + 200);
    expect(refusals().length).toBeLessThanOrEqual(40);
  });
});
