/** Machines that are not cached ask while the database is away: the clients that wait, how, and for how long. */
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { bringBack, takeAway, whileAway } from './support/away.ts';
import { metric } from './support/metric-value.ts';
import { requestText } from './support/raw-connection.ts';
import {
  answered,
  areHeld,
  ask,
  clients,
  ended,
  hostname,
  maxHeldPerAddress,
  refusal,
  patient,
  hasContinued,
  type Asking,
} from './support/waiting-client.ts';
import { onBothDatabases, type World } from './support/world.ts';

const { cloudInit, oldLibrary, curl } = clients;

onBothDatabases('While the database is away', (open) => {
  let world: World;

  beforeAll(async () => {
    world = await open({ waiting: patient });
  });

  afterEach(async () => {
    await bringBack(world);
    await areHeld(world, 0);
  });

  const askTimes = (count: number, from: { address: string }, asking: Asking = {}) =>
    Promise.all(Array.from({ length: count }, () => ask(world, from, asking)));

  describe('cloud-init', () => {
    it.each([cloudInit, oldLibrary])('as %s is held and told so, until it is back', async (by) => {
      const machine = await world.instance();
      const answeredBefore = await ended(world, 'answered');

      const connection = await whileAway(world, async () =>
        hasContinued(await ask(world, machine, { by }), 3),
      );
      await answered(connection);

      expect(connection.received).toMatch(/^(HTTP\/1\.1 100 Continue\r\n\r\n){3,}HTTP\/1\.1 200 OK\r\n/);
      expect(connection.received.endsWith(`\r\n\r\n${machine.hostname}`)).toBe(true);
      expect(await ended(world, 'answered')).toBe(answeredBefore + 1);
      connection.end();
    });

    it.each([
      ['HEAD', `HEAD ${hostname}`, 200],
      ['a document of NoCloud', 'GET /nocloud/meta-data', 200],
      ['the metadata of OpenStack', 'GET /openstack/latest/meta_data.json', 200],
      ['what is not there', 'GET /latest/nothing', 404],
      ['the place of tokens', 'GET /latest/api/token', 405],
    ])('is held whatever it asks for: %s', async (_, line, status) => {
      const machine = await world.instance();

      const connection = await whileAway(world, async () =>
        hasContinued(await ask(world, machine, { line })),
      );
      await answered(connection);

      expect(connection.finalStatuses).toEqual([status]);
      connection.end();
    });

    it('is told that nobody registered its address once that can be known', async () => {
      const connection = await whileAway(world, async () => hasContinued(await ask(world, world.guest())));
      await answered(connection);

      expect(connection.finalStatuses).toEqual([404]);
      connection.end();
    });

    it('gives its place back when it goes away', async () => {
      const machine = await world.instance();
      const goneBefore = await ended(world, 'gone');

      await takeAway(world);
      const connections = await askTimes(maxHeldPerAddress, machine);
      await areHeld(world, maxHeldPerAddress);
      for (const connection of connections) connection.end();
      await areHeld(world, 0);
      const next = await hasContinued(await ask(world, machine));

      expect(await ended(world, 'gone')).toBe(goneBefore + maxHeldPerAddress);
      expect(next.isClosed).toBe(false);
      next.end();
    });

    it('is answered in order when it asks for several things on one connection', async () => {
      const machine = await world.instance();
      const others = ['instance-id', 'local-ipv4'].map((name) =>
        requestText(`GET /latest/meta-data/${name}`, cloudInit),
      );

      const connection = await whileAway(world, async () => {
        const asked = await ask(world, machine);
        asked.send(others.join(''));
        return hasContinued(asked);
      });
      await answered(connection, 3);

      const parts = connection.received.split('HTTP/1.1 ').filter((part) => part.startsWith('200 '));
      const bodies = parts.map((part) => part.slice(part.indexOf('\r\n\r\n') + 4));
      expect(bodies).toEqual([machine.hostname, machine.instanceId, machine.address]);
      connection.end();
    });
  });

  describe('everybody else', () => {
    it('is held without interim responses, and answered when it is back', async () => {
      const machine = await world.instance();

      const connection = await whileAway(world, async () => {
        const asked = await ask(world, machine, { by: curl });
        await areHeld(world, 1);
        return asked;
      });
      await answered(connection);

      expect(connection.statuses).toEqual([200]);
      connection.end();
    });

    it('has its password kept when it is back, also cloud-init', async () => {
      const { address, guest } = await world.instance();
      const password = Buffer.from('encrypted').toString('base64');
      const headers = [`Content-Length: ${password.length}`];

      const connection = await whileAway(world, async () => {
        const asked = await ask(world, { address }, { line: 'POST /openstack/latest/password', headers });
        asked.send(password);
        await areHeld(world, 1);
        return asked;
      });
      await connection.closed;

      expect(connection.statuses).toEqual([200]);
      expect((await guest.get('/openstack/latest/password')).text).toBe(password);
    });
  });

  describe('those who wait', () => {
    it('are so many of one address and no more: cloud-init is cut off, others are told to ask again', async () => {
      const machine = await world.instance();
      const noRoomBefore = await ended(world, 'no_room');

      await takeAway(world);
      const held = await askTimes(maxHeldPerAddress, machine);
      await areHeld(world, maxHeldPerAddress);
      const [further, other] = [await ask(world, machine), await ask(world, machine, { by: curl })];
      await Promise.all([further.closed, other.closed]);
      const another = await hasContinued(await ask(world, world.guest()));

      expect(further.received).toBe('');
      expect(other.received).toMatch(refusal);
      expect(another.isClosed).toBe(false);
      expect(await ended(world, 'no_room')).toBe(noRoomBefore + 2);
      for (const connection of [...held, another]) connection.end();
    });

    it('are counted also where they have half-closed their connection, and answered when it is back', async () => {
      const machine = await world.instance();

      await takeAway(world);
      const held = await askTimes(maxHeldPerAddress, machine, { by: curl });
      for (const connection of held) connection.halfClose();
      await areHeld(world, maxHeldPerAddress);
      const further = await ask(world, machine, { by: curl });
      further.halfClose();
      await further.closed;
      await bringBack(world);
      await Promise.all(held.map(({ closed }) => closed));

      expect(further.received).toMatch(refusal);
      expect(held.flatMap(({ statuses }) => statuses)).toEqual(held.map(() => 200));
    });

    it('are looked up together when it is back', async () => {
      const machines = await Promise.all(Array.from({ length: 30 }, () => world.instance()));
      const successes = async () => {
        const failed = await metric(world, 'cloudmeta_guest_queries_failed_total');
        return (await metric(world, 'cloudmeta_guest_queries_total')) - failed;
      };

      const [connections, before] = await whileAway(world, async () => {
        const asked = await Promise.all(machines.map((machine) => ask(world, machine, { by: oldLibrary })));
        await areHeld(world, machines.length);
        return [asked, await successes()] as const;
      });
      await Promise.all(connections.map((connection) => answered(connection)));
      const after = await successes();

      expect(connections.flatMap(({ finalStatuses }) => finalStatuses)).toEqual(machines.map(() => 200));
      expect(after - before).toBeLessThanOrEqual(3);
      for (const connection of connections) connection.end();
    });

    it('hold up nobody who is in memory', async () => {
      const known = await world.instance();
      await known.guest.get(hostname);

      const statuses = await whileAway(world, async () => {
        const held = await askTimes(maxHeldPerAddress, world.guest());
        await areHeld(world, maxHeldPerAddress);
        const answers = await askTimes(20, known);
        await Promise.all(answers.map((connection) => answered(connection)));
        for (const connection of [...held, ...answers]) connection.end();
        return answers.flatMap((connection) => connection.statuses);
      });

      expect(statuses).toEqual(Array(20).fill(200));
    });
  });
});
