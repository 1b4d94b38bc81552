/** GraphQL and the admin run in a process of their own: whatever happens to it, machines are answered. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { eventually } from './support/eventually.ts';
import { Guest } from './support/guest.ts';
import { readinessOf } from './support/own-postgres-product.ts';
import { onlyWhere } from './support/only-where.ts';
import { Product } from './support/product.ts';
import {
  controlPlaneOf,
  dataPlaneOf,
  hasProcesses,
  openFilesOf,
  processesOf,
} from './support/server-processes.ts';
import { SteadyGuests } from './support/steady-guests.ts';
import { databaseKinds, migratedDatabase, type MigratedDatabase } from './support/databases.ts';

const hostname = '/latest/meta-data/hostname';
const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';
const setup = '{ setup { hasUsers } }';
/** Keeps a processor from processes of a higher niceness, for longer than a process may hang. */
const busyFor15Seconds = ['nice', '-n', '5', 'timeout', '15', 'sh', '-c', 'while :; do :; done'];
const known = '127.4.0.1';
const unseen = '127.4.0.2';

/** The size of a body that exceeds the buffers of a connection, in bytes. */
const largeBodyBytes = 12 * 1024 * 1024;

/** True if this process may lower its niceness, as root may. */
const mayBeLessNice = spawnSync('nice', ['-n', '-5', 'nice'], { encoding: 'utf8' }).stdout.trim() === '-5';

/** Returns the number of sockets that a process has open. */
const socketsOf = (pid: number) => openFilesOf(pid).filter((file) => file.startsWith('socket:')).length;

const onlyWithProcesses = onlyWhere(hasProcesses, 'needs /proc, to tell the processes apart');

onlyWithProcesses('A server whose control plane breaks', () => {
  describe.each(databaseKinds)('on %s', (kind) => {
    let database: MigratedDatabase;
    let product: Product;
    let asking: SteadyGuests;

    beforeAll(async () => {
      database = await migratedDatabase(kind);
      product = await Product.start(database);
      for (const address of [known, unseen])
        await product.data(create, { input: { hostname: nameOf(address), addresses: [address] } });
    });

    beforeEach(async () => {
      await isBack();
      asking = new SteadyGuests([{ guest: at(known), path: hostname, served: nameOf(known) }], 10);
      await asking.more(50);
    });

    afterEach(() => asking.stop());

    afterAll(async () => {
      await product.end();
      await database.drop();
    });

    const nameOf = (address: string) => address.replaceAll('.', '-');
    const at = (address: string) => new Guest(address, () => product.port);
    const isBack = () =>
      eventually(async () => expect((await product.graphql(setup)).codes).toEqual([]), 20_000);

    it('is killed: machines are answered, GraphQL says that it is away, and is back by itself', async () => {
      const before = controlPlaneOf(product)!;

      process.kill(before, 'SIGKILL');
      await product.says(/The control plane ended \(SIGKILL\)/);
      const away = await product.graphql(setup);
      const page = await at('127.0.0.1').get('/admin/login', { accept: 'text/html' });
      await isBack();
      await asking.more(50);
      await asking.stop();

      expect(away).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
      expect(away.headers.get('retry-after')).toBe('1');
      expect(away.errors[0]!.message).toMatch(/Nothing was done/);
      expect(page).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect(page.text).toMatch(/http-equiv="refresh"/);
      expect(controlPlaneOf(product)).not.toBe(before);
      expect([...asking.broken]).toEqual([]);
    });

    it('is away: a machine that is not in memory is answered all the same', async () => {
      const pid = controlPlaneOf(product)!;
      process.kill(pid, 'SIGSTOP');

      const reply = await at(unseen).get(hostname);
      process.kill(pid, 'SIGCONT');

      expect(reply).toMatchObject({ status: 200, text: nameOf(unseen) });
    });

    it('hangs: it is killed, and another one takes its place, while machines are answered', async () => {
      const before = controlPlaneOf(product)!;

      process.kill(before, 'SIGSTOP');
      await eventually(async () => {
        const { status, degraded } = await readinessOf(product);
        expect({ status, degraded }).toEqual({ status: 'degraded', degraded: ['control-plane'] });
      }, 20_000);
      const away = await product.graphql(setup);
      await product.says(/The control plane answers nothing any more, and is killed/);
      await isBack();
      await asking.stop();

      expect(away).toMatchObject({ status: 503, codes: ['SERVICE_UNAVAILABLE'] });
      expect(processesOf(product)).not.toContain(before);
      expect([...asking.broken]).toEqual([]);
    });

    it('breaks off in the middle: the client is told that nobody knows what was done', async () => {
      const pid = controlPlaneOf(product)!;
      const sent = request(`${product.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${product.tokens.operator}` },
      });
      const before = socketsOf(pid);
      sent.write('{"query":"mutation');
      await eventually(async () => expect(socketsOf(pid)).toBeGreaterThan(before));

      process.kill(pid, 'SIGKILL');
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      sent.write(Buffer.alloc(largeBodyBytes, ' ')); // a client that sends everything before it reads
      sent.end('{ x }"}');
      await once(sent, 'finish');
      const body = await text(answer);

      expect(answer.statusCode).toBe(502);
      expect(answer.headers['retry-after']).toBeUndefined();
      expect(JSON.parse(body).errors).toMatchObject([
        { message: expect.stringMatching(/not known/), extensions: { code: 'SERVICE_UNAVAILABLE' } },
      ]);
    });
  });

  it.each([1, 2])(
    'ends with all its processes when the first of %d that answer is killed',
    async (processes) => {
      const product = await Product.start('sqlite::memory:', { WEB_CONCURRENCY: String(processes) });
      expect(processesOf(product)).toHaveLength(processes === 1 ? 2 : processes + 2);

      process.kill(product.pid, 'SIGKILL');

      await eventually(async () => expect(processesOf(product)).toEqual([]));
    },
  );

  it('has a control plane that others get the processor and the memory before, however little they have', async () => {
    const product = await Product.start('sqlite::memory:', {}, { starter: ['nice', '-n', '10'] });
    const control = controlPlaneOf(product)!;
    const stateOf = (pid: number) => ({
      niceness: [...new Set(readdirSync(`/proc/${pid}/task`).map((thread) => getPriority(Number(thread))))],
      oomScore: Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8')),
    });

    const [own, below] = [stateOf(product.pid), await eventually(async () => stateOf(control))];
    await product.end();

    expect(own.niceness).toEqual([mayBeLessNice ? 5 : 10]);
    expect(below).toEqual({ niceness: [19], oomScore: Math.min(own.oomScore + 500, 1000) });
  });

  it('has a control plane that gets no processor for longer than one may hang: it is not killed', async () => {
    const product = await Product.start('sqlite::memory:');
    const control = controlPlaneOf(product)!;
    const processor = /Cpus_allowed_list:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))![1]!;
    execFileSync('taskset', ['-a', '-c', '-p', processor, String(control)]);
    const others = Array.from({ length: 4 }, () => spawn('taskset', ['-c', processor, ...busyFor15Seconds]));

    const page = new Guest('127.0.0.1', () => product.port).get('/admin/login'); // more than a second of work at once
    await Promise.all(others.map((other) => once(other, 'exit')));
    await page;
    await eventually(async () =>
      expect((await product.graphql(setup, {}, { as: 'nobody' })).codes).toEqual([]),
    );
    const afterwards = controlPlaneOf(product);
    await product.end();

    expect(afterwards).toBe(control);
  });

  it.each([1, 2])(
    'has another control plane when the file of its socket is gone, with %d that answer machines',
    async (processes) => {
      const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-socket-'));
      const product = await Product.start('sqlite::memory:', {
        DATA_DIR: folder,
        WEB_CONCURRENCY: String(processes),
      });
      const before = controlPlaneOf(product);
      const [socket] = (await readdir(folder)).filter((name) => name.endsWith('.sock'));

      await rm(join(folder, socket!));
      await eventually(async () =>
        expect(await readinessOf(product)).toMatchObject({
          status: 'degraded',
          degraded: ['control-plane'],
        }),
      );
      await eventually(async () =>
        expect((await product.graphql(setup, {}, { as: 'nobody' })).status).toBe(200),
      );

      expect(controlPlaneOf(product)).not.toBe(before);
      expect((await readinessOf(product)).status).toBe('ready');
      await product.end();
      await rm(folder, { recursive: true });
    },
  );

  it('answers with several processes on a database in memory, without a key and a port', async () => {
    const product = await Product.on('sqlite::memory:', { WEB_CONCURRENCY: '2', SECRET_KEY: '' });

    await product.begin();

    await eventually(async () => expect(dataPlaneOf(product).size).toBe(2));
    expect((await product.graphql(setup, {}, { as: 'nobody' })).data).toEqual({ setup: { hasUsers: false } });
    await product.end();
  });
});
