/** Several processes of one server act as one, and an ended process is soon replaced. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { Guest } from './support/guest.ts';
import { beginRequest } from './support/half-request.ts';
import { onlyWhere } from './support/only-where.ts';
import { Product } from './support/product.ts';
import { SteadyGuests, type Asked } from './support/steady-guests.ts';
import { askProcess, hasProcesses, processesOf, dataPlaneOf } from './support/server-processes.ts';
import {
  databaseKinds,
  migratedDatabase,
  type MigratedDatabase,
  type DatabaseKind,
} from './support/databases.ts';

/** The longest wait for the first page: a busy machine takes longer to start the admin than a request may wait. */
const pageTimeoutMs = 120_000;

const hostname = '/latest/meta-data/hostname';
const create =
  'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }';
const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

/** The number of answers after which every process has requests under way. */
const underLoad = 500;

const nameOf = (address: string) => address.replaceAll('.', '-');

/** The maximum number of unread requests at a process when it closes, which the system resets. */
const maxUnreadRequests = 1;

interface Running {
  product: Product;
  database: MigratedDatabase;
}

async function start(kind: DatabaseKind, processes: number): Promise<Running> {
  const database = await migratedDatabase(kind);
  const environment = { WEB_CONCURRENCY: String(processes), METADATA_SNAPSHOT: 'none' };
  const product = await Product.start(database, environment);
  await allAnswer(product, processes);
  return { product, database };
}

/** Returns once each process takes connections. */
const allAnswer = (product: Product, processes: number) =>
  eventually(async () => {
    const pids = processes === 1 ? [product.pid] : [...dataPlaneOf(product).values()];
    expect(pids).toHaveLength(processes);
    for (const pid of pids) await askProcess(product, pid, { path: '/healthz' });
  });

async function stop({ product, database }: Running): Promise<void> {
  await product.end();
  await database.drop();
}

/** Registers a machine that is named after its address. @returns the id of its record */
async function register(product: Product, address: string): Promise<string> {
  const input = { hostname: nameOf(address), addresses: [address] };
  const { createInstance } = await product.data<{ createInstance: { instance: { id: string } } }>(create, {
    input,
  });
  return createInstance.instance.id;
}

/** The number of machines that ask at the same time, each one request after the other. */
const askers = 16;

/** Registers machines that ask for their hostnames. */
async function machinesOf(product: Product): Promise<Asked[]> {
  const addresses = Array.from({ length: askers }, (_, n) => `127.3.0.${n + 1}`);
  for (const address of addresses) await register(product, address);
  return addresses.map((address) => ({
    guest: new Guest(address, () => product.port),
    path: hostname,
    served: nameOf(address),
  }));
}

const ask = async (product: Product, pid: number, from: string) =>
  (await askProcess(product, pid, { path: hostname, from })).text;

/** Sends a mutation to a particular process. */
async function change(product: Product, pid: number, input: object): Promise<void> {
  const { text } = await askProcess(product, pid, {
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${product.tokens.operator}` },
    body: JSON.stringify({ query: update, variables: { input } }),
  });
  expect(JSON.parse(text)).toEqual({ data: { updateInstance: { outcome: 'UPDATED' } } });
}

/** The number of changes to a machine that both processes have cached. */
const changes = 16;

const onlyWithProcesses = onlyWhere(hasProcesses, 'needs /proc, to tell the processes apart');

onlyWithProcesses('A server of two processes', () => {
  describe.each(databaseKinds)('on %s', (kind) => {
    let running: Running;
    let product: Product;

    beforeAll(async () => {
      running = await start(kind, 2);
      product = running.product;
    });

    afterAll(() => stop(running));

    it('answers in both at one port', async () => {
      await register(product, '127.3.1.1');

      const [first, second] = [...dataPlaneOf(product).values()];

      expect(await ask(product, first!, '127.3.1.1')).toBe('127-3-1-1');
      expect(await ask(product, second!, '127.3.1.1')).toBe('127-3-1-1');
    });

    it('tells a change in both from the next request on, whichever of them made it', async () => {
      const [address, pids] = ['127.3.1.2', [...dataPlaneOf(product).values()]];
      const id = await register(product, address);

      for (let round = 0; round < changes; round += 1) {
        const name = `name-${round}`;
        for (const pid of pids) await ask(product, pid, address);
        await change(product, pids[round % 2]!, { id, hostname: name });

        const served = await Promise.all(pids.map((pid) => ask(product, pid, address)));
        expect(served).toEqual([name, name]);
      }
    });

    it('makes a change although the other process hangs, and tells it there afterwards', async () => {
      const [address, [healthy, hanging]] = ['127.3.1.3', [...dataPlaneOf(product).values()]];
      const id = await register(product, address);
      await change(product, healthy!, { id, hostname: 'first' });
      expect(await ask(product, hanging!, address)).toBe('first');

      process.kill(hanging!, 'SIGSTOP');
      await change(product, healthy!, { id, hostname: 'changed' });
      process.kill(hanging!, 'SIGCONT');

      expect(await ask(product, hanging!, address)).toBe('changed');
    });

    it('shows the admin whichever of them takes the connection', async () => {
      for (const pid of dataPlaneOf(product).values())
        await eventually(async () => {
          const { status, text } = await askProcess(product, pid, { path: '/admin/login' });

          expect({ status, isPage: text.includes('<html') }).toEqual({ status: 200, isPage: true });
        }, pageTimeoutMs);
    });
  });
});

onlyWithProcesses('While many machines ask', () => {
  describe.each([1, 2])('a server of %d processes', (processes) => {
    let running: Running;
    let product: Product;
    let machines: Asked[];
    let asking: SteadyGuests;

    beforeAll(async () => {
      running = await start('sqlite', processes);
      product = running.product;
      machines = await machinesOf(product);
    });

    beforeEach(async () => {
      if (processesOf(product).length === 0) {
        product.output = '';
        await product.begin();
        await allAnswer(product, processes);
      }
      asking = new SteadyGuests(machines);
      await asking.more(underLoad);
    });

    afterEach(() => asking.stop());

    afterAll(() => stop(running));

    it('ends on SIGTERM, with every answer given', async () => {
      const begun = await beginRequest(product.port, { from: '127.3.0.1', path: hostname });
      await asking.more(underLoad);

      process.kill(product.pid, 'SIGTERM');
      await product.says(/Stopping on SIGTERM/);
      const answer = await begun.finish();
      while (processesOf(product).length > 0) await pause(50); // as long as the server waits for slow clients
      await asking.stop();

      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n127-3-0-1$/);
      expect(asking.broken.size).toBeLessThanOrEqual(processes * maxUnreadRequests);
      for (const what of asking.broken.values()) expect(what).toEqual(['read ECONNRESET']);
    });

    if (processes === 1) return;

    it.each([1, 2])('process %d is killed, and only what it was asked just then fails', async (number) => {
      const before = dataPlaneOf(product);

      process.kill(before.get(number)!, 'SIGKILL');
      await asking.more(underLoad);
      await product.says(new RegExp(`Process ${number} ended \\(SIGKILL\\)`));
      await asking.more(underLoad);
      const brokenAtOnce = [...asking.broken.values()].flat();
      await eventually(async () => expect(dataPlaneOf(product).size).toBe(2));
      await asking.more(underLoad);
      await asking.stop();

      const after = dataPlaneOf(product);
      expect([...asking.broken.values()].flat()).toEqual(brokenAtOnce);
      // the system closes connections before the listener at times, and gives it the next one of the same machine
      for (const what of asking.broken.values()) expect(what.length).toBeLessThanOrEqual(2);
      expect(asking.refused).toBeLessThanOrEqual(askers); // those that were just connecting to it
      expect(after.get(3 - number)).toBe(before.get(3 - number));
      expect(after.get(number)).not.toBe(before.get(number));
      for (const pid of after.values())
        await eventually(async () => {
          expect(await ask(product, pid, '127.3.0.1')).toBe('127-3-0-1');
          expect((await askProcess(product, pid, { path: '/admin/login' })).status).toBe(200);
        }, pageTimeoutMs);
    });

    it('who watches over them is killed, and none of them stays behind', async () => {
      expect(processesOf(product)).toHaveLength(processes + 2);

      process.kill(product.pid, 'SIGKILL');

      await eventually(async () => expect(processesOf(product)).toEqual([]));
    });
  });
});
