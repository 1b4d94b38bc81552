/** The limits on the time and number of requests that wait for the database, and their end when the server stops. */
import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { usualWaiting } from '../imds/waiting-policy.ts';
import { closeServer, listen } from '../http/listener.ts';
import { bringBack, takeAway, whileAway } from './support/away.ts';
import { freePort } from '../http/free-port.ts';
import { exchange } from './support/raw-connection.ts';
import {
  answered,
  areHeld,
  ask,
  clients,
  ended,
  hostname,
  impatient,
  patient,
  refusal,
  hasContinued,
  type Asking,
} from './support/waiting-client.ts';
import { onBothDatabases, type World } from './support/world.ts';

const { cloudInit, curl } = clients;
const proxy = '127.77.0.1';

onBothDatabases('While the database is away for long', (open) => {
  let world: World;

  beforeAll(async () => {
    world = await open({ config: { TRUSTED_PROXIES: proxy }, waiting: impatient });
  });

  afterEach(() => bringBack(world));

  it('cloud-init has its connection closed before its library gives up, and is not refused', async () => {
    const machine = await world.instance();
    const cutOffBefore = await ended(world, 'cut_off');

    await takeAway(world);
    const connection = await ask(world, machine);
    await connection.closed;

    expect(connection.statuses).toEqual(Array(impatient.maxContinues).fill(100));
    expect(await ended(world, 'cut_off')).toBe(cutOffBefore + 1);
  });

  it.each<[string, Asking]>([
    ['another client', { by: curl }],
    ['one that says nothing of itself', { by: 'X-Nothing: 1' }],
    ['one whose name only has that of cloud-init in it', { by: 'User-Agent: not-Cloud-Init/1' }],
    ['cloud-init with a body that is not read yet', { headers: ['Content-Length: 1'] }],
    ['cloud-init behind a proxy that nobody trusts', { headers: ['X-Forwarded-For: 10.0.0.1'] }],
    ['cloud-init behind a proxy that says so', { headers: ['Via: 1.1 squid'] }],
  ])('others wait without interim responses and are then told to ask again: %s', async (_, asking) => {
    const machine = await world.instance();
    const timedOutBefore = await ended(world, 'timed_out');

    await takeAway(world);
    const connection = await ask(world, machine, asking);
    await connection.closed;

    expect(connection.received).toMatch(refusal);
    expect(await ended(world, 'timed_out')).toBe(timedOutBefore + 1);
  });

  it('so does cloud-init that asks through a trusted proxy', async () => {
    await takeAway(world);
    const connection = await ask(
      world,
      { address: proxy },
      { headers: [`X-Forwarded-For: ${world.guest().address}`] },
    );
    await connection.closed;

    expect(connection.received).toMatch(refusal);
  });

  it.each([
    ['cloud-init', cloudInit, []],
    ['another client', curl, [503]],
  ])('nobody is held for ever who half-closes its connection: %s', async (_, by, statuses) => {
    const connection = await whileAway(world, async () => {
      const asked = await ask(world, world.guest(), { by });
      asked.halfClose();
      await asked.closed;
      return asked;
    });

    expect(connection.finalStatuses).toEqual(statuses);
  });

  it('so does cloud-init that asks with HTTP/1.0', async () => {
    const { address } = await world.instance();

    await takeAway(world);
    const bytes = `GET ${hostname} HTTP/1.0\r\n${cloudInit}\r\n\r\n`;
    const connection = await exchange({ port: world.port, from: address }, bytes);

    expect(connection.received).toMatch(refusal);
  });
});

onBothDatabases('A server without its database', (open) => {
  it('holds so many requests in all and no more', async () => {
    const world = await open({ waiting: { ...patient, held: { ...usualWaiting.held, ofAll: 5 } } });
    const strangers = Array.from({ length: 5 }, () => world.guest());

    await takeAway(world);
    const held = await Promise.all(strangers.map((stranger) => ask(world, stranger)));
    await areHeld(world, 5);
    const further = await ask(world, world.guest(), { by: curl });
    await further.closed;

    expect(further.received).toMatch(refusal);
    expect(await ended(world, 'no_room')).toBe(1);
    for (const connection of held) connection.end();
  });

  it('holds so many of one IPv6 network and no more, and others beside them', async () => {
    const config = { TRUSTED_PROXIES: proxy };
    const world = await open({ config, waiting: { ...patient, held: { ...usualWaiting.held, ofLink: 5 } } });
    const through = (address: string) =>
      ask(world, { address: proxy }, { by: curl, headers: [`X-Forwarded-For: ${address}`] });

    await takeAway(world);
    const held = await Promise.all([1, 2, 3, 4, 5].map((n) => through(`2001:db8:0:1::${n}`)));
    await areHeld(world, 5);
    const further = await through('2001:db8:0:1::6');
    await further.closed;
    held.push(await through('2001:db8:0:2::1'), await through('10.0.0.5'));
    await areHeld(world, 7);

    expect(further.received).toMatch(refusal);
    expect(await ended(world, 'no_room')).toBe(1);
    for (const connection of held) connection.end();
  });

  it('cuts cloud-init off when it stops, and tells others to ask again, at once', async () => {
    const world = await open({ waiting: patient });
    const { everything, hooks } = world.app;
    const port = await freePort();
    const server = await listen(everything, { port, variable: 'PORT', hooks });

    await takeAway(world);
    const waiting = await hasContinued(await ask(world, world.guest(), { port }));
    const other = await ask(world, world.guest(), { port, by: curl });
    await areHeld(world, 2);
    await closeServer(server);
    await answered(other);

    expect(waiting.finalStatuses).toEqual([]);
    expect(other.received).toMatch(refusal);
    expect(await ended(world, 'stopped')).toBe(2);
  });
});
