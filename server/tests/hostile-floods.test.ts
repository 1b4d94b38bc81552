/** A caller that sends too many requests is limited, and no other caller is refused because of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { boot } from './support/boot.ts';
import type { Guest } from './support/guest.ts';
import { metric } from './support/metric-value.ts';
import { RawConnection, requestText, type Ends } from './support/raw-connection.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const path = '/latest/meta-data/instance-id';

/** The number of requests that each caller may send at once. */
const burst = 2000;

/** The end of a flood: after this many refusals, or requests if it is not refused. */
const floodEnd = { refusals: 100, requests: 20_000 };

/**
 * Sends requests on many connections at once, each after the answer to the one before, until the flood ends. Resolves
 * with all connections.
 */
async function flood(ends: Ends, next: () => string): Promise<RawConnection[]> {
  const all: RawConnection[] = [];
  let [requests, refusals] = [0, 0];
  const goesOn = () => requests < floodEnd.requests && refusals < floodEnd.refusals;
  const askOn = async (connection: RawConnection) => {
    for (let count = 1; goesOn() && !connection.isClosed; count += 1) {
      requests += 1;
      connection.send(next());
      const statuses = await connection.answers(count);
      if ([429, 503].includes(statuses.at(-1)!)) refusals += 1;
    }
    connection.end();
  };
  const ask = async () => {
    while (goesOn()) {
      const connection = await RawConnection.open(ends);
      all.push(connection);
      await askOn(connection);
    }
  };
  await Promise.all(Array.from({ length: 50 }, ask));
  return all;
}

const statusesOf = (all: RawConnection[]) => all.flatMap(({ statuses }) => statuses);
const countOf = (all: RawConnection[], wanted: number) =>
  statusesOf(all).filter((status) => status === wanted).length;
const headOf = ({ received }: RawConnection) => received.slice(received.lastIndexOf('HTTP/1.1 '));

describe('A server', () => {
  let world: World;
  let honest: Machine;
  /** Time stands still during a test: however slow the machine, no caller is given further requests meanwhile. */
  let uptimeMs = 0;
  const proxy = '127.77.0.1';

  beforeAll(async () => {
    world = await openWorld({
      database: 'sqlite',
      uptimeMs: () => uptimeMs,
      config: { TRUSTED_PROXIES: proxy, LOG_LEVEL: 'silent', METADATA_CACHE_INSTANCES: '200' },
    });
    honest = await world.instance({ userDataText: '#!/bin/sh\n' });
  });

  beforeEach(() => void (uptimeMs += 60_000));
  afterAll(() => world.close());

  const from = (address: string) => ({ port: world.port, from: address });
  const by = (address: string) => `X-Forwarded-For: ${address}`;

  it('tells a machine that floods it to ask again later, and boots others meanwhile', async () => {
    const { address } = await world.instance();

    const [answers] = await Promise.all([
      flood(from(address), () => requestText(`GET ${path}`)),
      boot(honest.guest),
      world.instance().then(({ guest }) => boot(guest)),
    ]);

    const refusals = answers.filter(({ statuses }) => statuses.at(-1) === 503);
    expect(new Set(statusesOf(answers))).toEqual(new Set([200, 503]));
    expect(countOf(answers, 200)).toBeGreaterThanOrEqual(burst);
    for (const refusal of refusals)
      expect(headOf(refusal)).toMatch(/^HTTP\/1\.1 503 .*\r\nRetry-After: 1\r\n.*\r\nConnection: close\r\n/s);
    expect(await metric(world, 'cloudmeta_requests_throttled_total')).toBeGreaterThanOrEqual(refusals.length);
  });

  it.each([
    ['with POST', requestText('POST /latest/user-data', 'Content-Length: 0'), 403],
    ['with the headers of a proxy that it is not', requestText(`GET ${path}`, 'X-Instance-ID: i-1'), 200],
  ])('tells it so, too, however it asks: %s', async (_, request, usual) => {
    const { address } = await world.instance();

    const answers = await flood(from(address), () => request);

    expect(new Set(statusesOf(answers))).toEqual(new Set([usual, 503]));
    expect(countOf(answers, usual)).toBeGreaterThanOrEqual(burst);
  });

  it('counts how much it is told, too, where that is much, however it asks', async () => {
    const addresses = (n: number) => Array.from({ length: 128 }, (_, m) => `10.${n}.0.${m}`);
    const machine = await world.instance({
      callerAddresses: ['127.99.0.1'],
      interfaces: Array.from({ length: 8 }, (_, n) => ({
        mac: `52:54:99:00:00:0${n}`,
        addresses: addresses(n),
      })),
    });
    const document = '/openstack/latest/network_data.json';
    const { bytes } = await machine.guest.get(document);
    const worth = Math.ceil(bytes.length / (16 * 1024));
    expect(worth).toBeGreaterThan(5);

    let answered = 0;
    const ask = async () => {
      while (answered < burst && (await machine.guest.get(`${document}?${answered}`)).status === 200)
        answered += 1;
    };
    await Promise.all([ask(), ask(), ask(), ask(), boot(honest.guest)]);

    expect(answered).toBeGreaterThanOrEqual(Math.floor(burst / worth) - 2);
    expect(answered).toBeLessThan(burst / 2);
  });

  it('never refuses a machine that boots ten times in a row', async () => {
    const { guest } = await world.instance();

    for (let n = 0; n < 10; n += 1) await boot(guest);

    expect((await guest.get(path)).status).toBe(200);
  });

  it('limits a stranger, and no other', async () => {
    const stranger = world.guest();

    const [answers] = await Promise.all([
      flood(from(stranger.address), () => requestText(`GET ${path}`)),
      boot(honest.guest),
      world.instance().then(({ guest }) => boot(guest)),
    ]);

    expect(new Set(statusesOf(answers))).toEqual(new Set([404, 503]));
    expect(countOf(answers, 404)).toBeGreaterThanOrEqual(burst);
    expect((await world.guest().get(path)).status).toBe(404);
  });

  it('counts a password that it stores as what it costs', async () => {
    const { guest } = await world.instance();
    const posts = 150;
    for (let n = 0; n < posts; n += 1)
      expect((await guest.send('POST', '/openstack/latest/password')).status).toBe(200);

    let answered = 0;
    const ask = async () => {
      while (answered < 2 * burst && (await guest.get(path)).status === 200) answered += 1;
    };
    await Promise.all([ask(), ask(), ask(), ask()]);

    expect(answered).toBeGreaterThanOrEqual(burst - 4 * posts);
    expect(answered).toBeLessThan(burst);
  });

  it.each(['/readyz', '/'])('limits a stranger that asks often for what takes work: %s', async (target) => {
    const stranger = world.guest();

    const answers = await flood(from(stranger.address), () =>
      requestText(`GET ${target}`, 'Accept: text/html', 'Connection: close'),
    );

    expect(countOf(answers, 429)).toBeGreaterThan(0);
    expect(answers.map(({ received }) => received).find((text) => text.includes(' 429 '))).toMatch(
      /500 at once and 50 a second/,
    );
    await boot(honest.guest);
  });

  it('limits a stranger with an IPv6 address, and no neighbour of its network', async () => {
    const [stranger, neighbour] = ['2001:db8::1', '2001:db8::2'];

    const answers = await flood(from(proxy), () => requestText(`GET ${path}`, by(stranger)));
    const ofOther = await world.guest(proxy).get(path, { 'X-Forwarded-For': neighbour });

    expect(new Set(statusesOf(answers))).toEqual(new Set([404, 503]));
    expect(countOf(answers, 404)).toBeGreaterThanOrEqual(burst);
    expect(ofOther.status).toBe(404);
  });

  describe('that is asked by those whom nobody registered', () => {
    const queries = () => metric(world, 'cloudmeta_guest_queries_total');
    const ask = (guest: Guest, address: string) => guest.get(path, { 'X-Forwarded-For': address });

    it('asks the database once for each', async () => {
      const strangers = Array.from({ length: 20 }, () => world.guest());
      for (const stranger of strangers) await stranger.get(path);
      const before = await queries();

      for (const stranger of strangers.flatMap((one) => Array<Guest>(20).fill(one)))
        expect((await stranger.get(path)).status).toBe(404);

      expect(await queries()).toBe(before);
    });

    it('remembers so many of them and no more', async () => {
      const guest = world.guest(proxy);
      const addresses = Array.from({ length: 1_000 }, (_, n) => `10.9.${n >> 8}.${n & 255}`);
      for (let n = 0; n < addresses.length; n += 100)
        await Promise.all(addresses.slice(n, n + 100).map((address) => ask(guest, address)));
      const before = await queries();

      // the reader of the metrics was looked up too, and has one of the 200 entries
      for (const address of addresses.slice(-199)) await ask(guest, address);
      const afterTheLast = await queries();
      for (const address of addresses.slice(0, 10)) await ask(guest, address);

      expect(afterTheLast).toBe(before);
      expect(await queries()).toBe(before + 10);
    });
  });
});
