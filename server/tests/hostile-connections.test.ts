/** Guests that open connections and misuse them: the answers that they get, and that others need not wait. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { boot } from './support/boot.ts';
import { eventually } from './support/eventually.ts';
import type { Guest } from './support/guest.ts';
import { metric } from './support/metric-value.ts';
import { RawConnection, requestText } from './support/raw-connection.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const path = '/latest/meta-data/instance-id';
const get = requestText(`GET ${path}`);
const half = get.slice(0, 20);

/** The connections that one address may have at once, and those of a whole attack. */
const maxPerAddress = 256;
const halfOpen = 2000;

describe('A server', () => {
  let world: World;
  let machine: Machine;
  let honest: Guest;
  const proxy = '127.77.0.1';

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite', config: { TRUSTED_PROXIES: proxy } });
    machine = await world.instance();
    honest = (await world.instance({ userDataText: '#!/bin/sh\n' })).guest;
  });

  afterAll(() => world.close());

  /** Opens `count` connections from one address, and sends the same bytes on each. */
  const connections = (count: number, from: string, bytes?: string) =>
    Promise.all(Array.from({ length: count }, () => RawConnection.open({ port: world.port, from }, bytes)));
  const refused = (reason: string) => metric(world, `cloudmeta_http_refusals_total\\{reason="${reason}"\\}`);
  const closedOf = (opened: RawConnection[]) => opened.filter(({ isClosed }) => isClosed).length;
  const end = (opened: RawConnection[]) => opened.forEach((connection) => connection.end());

  it('closes by itself what brings no whole request, and boots machines meanwhile', async () => {
    const beginning = get.slice(0, -'\r\n'.length);
    const [dripping, silent, ...halves] = await Promise.all([
      connections(20, '127.210.1.1', beginning),
      connections(20, '127.210.1.2'),
      ...Array.from({ length: 10 }, (_, n) => connections(halfOpen / 10, `127.210.0.${n + 1}`, half)),
    ]);
    const opened = [...dripping, ...silent, ...halves.flat()];
    const drops = setInterval(() => dripping.forEach((connection) => connection.send('x: y\r\n')), 500);

    await boot(honest);
    await boot((await world.instance()).guest);
    expect(closedOf(opened)).toBe(0);

    await Promise.all(opened.map(({ closed }) => closed));
    clearInterval(drops);
    expect(await refused('request_timeout')).toBe(opened.length);
    expect(new Set(opened.flatMap(({ statuses }) => statuses))).toEqual(new Set([408]));
  });

  it('gives one address so many connections and no more, and takes none from the others', async () => {
    const opened = await connections(maxPerAddress, machine.address, half);

    const further = await connections(20, machine.address, get);
    const others = await connections(20, world.guest().address, get);
    await boot(honest);
    const statuses = await Promise.all(others.map((connection) => connection.answers(1)));
    await Promise.all(further.map(({ closed }) => closed));

    expect(further.map(({ received }) => received).join('')).toBe('');
    expect(await refused('connection_held')).toBe(further.length);
    expect(statuses.flat()).toEqual(others.map(() => 404));
    opened[0]!.send(get.slice(half.length));
    expect(await opened[0]!.answers(1)).toEqual([200]);
    end([...opened, ...others]);
    await eventually(async () => expect((await machine.guest.get(path)).text).toBe(machine.instanceId));
  });

  it('closes at once what is far too many of one address, before those that are only too many', async () => {
    const opened = await connections(4 * maxPerAddress, machine.address, half);
    const closed: number[] = [];
    for (const [n, connection] of opened.entries()) void connection.closed.then(() => closed.push(n));

    await boot(honest);

    await eventually(async () => {
      await honest.get(path);
      expect(closed).toHaveLength(3 * maxPerAddress);
    });
    expect(Math.min(...closed.slice(0, maxPerAddress))).toBe(3 * maxPerAddress);
    expect(await refused('too_many_connections_of_address')).toBe(maxPerAddress);
    end(opened);
    await eventually(async () => expect((await machine.guest.get(path)).text).toBe(machine.instanceId));
  });

  it('does not count the connections of a trusted proxy', async () => {
    const through = requestText(`GET ${path}`, `X-Forwarded-For: ${machine.address}`);

    const opened = await connections(maxPerAddress + 50, proxy, through);

    const statuses = await Promise.all(opened.map((connection) => connection.answers(1)));
    expect(statuses.flat()).toEqual(opened.map(() => 200));
    end(opened);
  });

  it('holds up nobody while a guest does not read what it asked for', async () => {
    const asked = 900; // more than the system buffers for two sockets
    const greedy = requestText('GET /latest/user-data').repeat(asked);
    const { address } = await world.instance({ userDataText: 'x'.repeat(16_000) });
    const opened = await connections(2, address);
    for (const { socket } of opened) socket.pause().write(greedy);

    await boot(honest);
    await boot((await world.instance()).guest);

    for (const { socket } of opened) socket.resume();
    const statuses = await Promise.all(opened.map((connection) => connection.answers(asked)));
    expect(statuses.flat()).toEqual(Array(2 * asked).fill(200));
    end(opened);
  });

  it('answers many requests on one connection in their order, and others between them', async () => {
    const { guest, address } = await world.instance();
    const paths = (await guest.get('/latest/meta-data/')).text
      .split('\n')
      .filter((name) => !name.endsWith('/'));
    const targets = Array.from({ length: 1000 }, (_, n) => paths[n % paths.length]!);
    const expected = new Map<string, string>();
    for (const name of paths) expected.set(name, (await guest.get(`/latest/meta-data/${name}`)).text);
    const requests = targets.map((name) => requestText(`GET /latest/meta-data/${name}`)).join('');

    const connection = await RawConnection.open({ port: world.port, from: address }, requests);
    const [statuses] = await Promise.all([connection.answers(targets.length), boot(honest)]);

    expect(statuses).toEqual(targets.map(() => 200));
    const bodies = connection.received.split(/HTTP\/1\.1 200 OK\r\n.*?\r\n\r\n/s).slice(1);
    expect(bodies).toEqual(targets.map((name) => expected.get(name)));
    connection.end();
  });
});
