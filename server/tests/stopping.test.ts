/** A server ends in time, whatever its clients and its processes do, and leaves nothing behind. */
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { onlyWhere } from './support/only-where.ts';
import { Product } from './support/product.ts';
import { RawConnection, requestText } from './support/raw-connection.ts';
import { controlPlaneOf, dataPlaneOf, hasProcesses, processesOf } from './support/server-processes.ts';

/** The longest that a connection may delay the end of a server, in milliseconds: an operation may take longer. */
const maxDelayMs = 8000;

const post = requestText('POST /graphql', 'Content-Type: application/json', 'Content-Length: 100');

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cloudmeta-stopping-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Makes a server that keeps everything in a folder of the test. */
const productIn = (variables: Record<string, string> = {}) =>
  Product.on('sqlite::memory:', { DATA_DIR: join(folder, 'data'), TMPDIR: folder, ...variables });

/** Returns the temporary files and sockets that are left. */
const leftovers = async () =>
  [
    ...(await readdir(folder)),
    ...(existsSync(join(folder, 'data')) ? readdirSync(join(folder, 'data')) : []),
  ].filter((name) => /^(cloudmeta-|control-)/.test(name));

/** The bytes on connections that clients leave open: no request, or an incomplete one. */
const unfinished = [
  '',
  'GET /latest/ HTTP/1.1\r\nHost',
  `${requestText('GET /healthz')}GET /heal`,
  `${post}{"query"`,
  post.replace('\r\n\r\n', '\r\nAuthorization: Bearer x\r\n\r\n{'),
];

it.each([1, 2])(
  'A server of %d processes does not wait for long for clients that ask nothing, or not all of it',
  async (processes) => {
    const product = await productIn({ WEB_CONCURRENCY: String(processes) });
    await product.begin();
    const ends = { port: product.port, from: '127.0.0.1' };
    const clients = await Promise.all(unfinished.map((bytes) => RawConnection.open(ends, bytes)));
    await (await RawConnection.open(ends, requestText('GET /healthz'))).answers(1);

    const begun = performance.now();
    await product.end();
    const ms = performance.now() - begun;
    for (const client of clients) client.end();

    expect(ms).toBeLessThan(maxDelayMs);
    expect(await leftovers()).toEqual([]);
  },
);

const onlyWithProcesses = onlyWhere(hasProcesses, 'needs /proc, to tell the processes apart');

onlyWithProcesses('A server that ends', () => {
  it.each(['the control plane', 'a data plane'])('takes %s with it that hangs', async (which) => {
    const product = await productIn({ WEB_CONCURRENCY: '2' });
    await product.begin();
    await eventually(async () => expect(dataPlaneOf(product).size).toBe(2));
    const hanging = which === 'a data plane' ? dataPlaneOf(product).get(2)! : controlPlaneOf(product)!;
    process.kill(hanging, 'SIGSTOP');

    await product.end();

    expect(processesOf(product)).toEqual([]);
    expect(await leftovers()).toEqual([]);
  });

  it.each([1, 2])('at the second SIGTERM takes all of its %d processes with it', async (processes) => {
    const product = await productIn({ WEB_CONCURRENCY: String(processes) });
    await product.begin();
    const client = await RawConnection.open({ port: product.port, from: '127.0.0.1' }, `${post}{`);
    process.kill(product.pid, 'SIGTERM');
    await product.says(/Stopping on SIGTERM/);

    await product.end();
    client.end();

    await eventually(async () => expect(processesOf(product)).toEqual([]));
    expect(await leftovers()).toEqual([]);
  });

  it.each([1, 2])('while it starts leaves nothing of its %d processes', async (processes) => {
    const product = await productIn({ WEB_CONCURRENCY: String(processes) });
    const starting = product.begin().catch((error: Error) => error.message);
    await eventually(async () => expect(await leftovers()).not.toEqual([]));

    await product.end();

    expect(await starting).toMatch(/the server ended with 0/);
    await eventually(async () => expect(processesOf(product)).toEqual([]));
    expect(await leftovers()).toEqual([]);
  });

  it('by kill -9 leaves files that the next one removes, and those of a server that runs stay', async () => {
    const [killed, running] = [await productIn(), await productIn()];
    await killed.begin();
    await killed.end('SIGKILL');
    await eventually(async () => expect(processesOf(killed)).toEqual([]));
    const left = await leftovers();

    await running.begin();
    const other = await productIn();
    await other.begin();
    const after = await leftovers();
    const { status } = await running.graphql('{ setup { hasUsers } }', {}, { as: 'nobody' });
    await running.end();
    await other.end();

    expect(left.length).toBeGreaterThan(0);
    expect(after).toEqual(expect.not.arrayContaining(left));
    expect(status).toBe(200);
    expect(await leftovers()).toEqual([]);
  });
});
