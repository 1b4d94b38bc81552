/** Monitoring of a server: its liveness, its readiness and its metrics. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { metric } from './support/metric-value.ts';
import { onlyWhere } from './support/only-where.ts';
import { startOwnPostgres } from './support/postgres.ts';
import { Guest } from './support/guest.ts';
import { Product } from './support/product.ts';
import { askProcess, hasProcesses, dataPlaneOf } from './support/server-processes.ts';
import { migratedDatabase } from './support/databases.ts';
import { onBothDatabases, type World } from './support/world.ts';

const hostname = '/latest/meta-data/hostname';
const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';

const requests = (route: string, status: number) =>
  `cloudmeta_http_requests_total\\{route="${route}",status="${status}"\\}`;
const duration = (suffix: string, labels: string) =>
  `cloudmeta_http_request_duration_seconds_${suffix}\\{${labels.replace('+', '\\+')}\\}`;

async function readinessOf(server: { port: number }) {
  const response = await fetch(`http://127.0.0.1:${server.port}/readyz`);
  return { httpStatus: response.status, ...((await response.json()) as object) };
}

/** Returns the growth of these metrics while `act` runs; one that does not exist yet counts as 0. */
async function growth(server: World, names: string[], act: () => Promise<unknown>): Promise<number[]> {
  const read = () => Promise.all(names.map((name) => metric(server, name).catch(() => 0)));
  const before = await read();
  await act();
  return (await read()).map((value, n) => value - before[n]!);
}

onBothDatabases('a server that is watched', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('says that it lives, and that it is ready and how', async () => {
    const fresh = await open();
    const { guest } = await fresh.instance();
    const database = { database: 'up', changes: 'live', migrations: 'current', snapshot: 'none' };
    const secrets = { secretsOfPreviousKeys: 0, secretsUnreadable: 0 };
    const parts = { ...database, controlPlane: 'up', missingAddresses: [], ...secrets };
    const ready = { httpStatus: 200, status: 'ready', degraded: [], ...parts };

    expect(await fresh.guest().get('/healthz')).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await readinessOf(fresh)).toEqual({ ...ready, guestsInMemory: 0 });
    await guest.get(hostname);
    expect(await readinessOf(fresh)).toEqual({ ...ready, guestsInMemory: 1 });
  });

  it.each(['/healthz', '/readyz', '/metrics'])(
    'tells %s to nobody at a listener for machines',
    async (path) => {
      const { address } = await world.instance();

      expect(await world.metadataGuest(address).get(path)).toMatchObject({ status: 404 });
      expect(await world.metadataGuest().get(path)).toMatchObject({ status: 404 });
    },
  );

  it('counts requests by the pattern of their path and their status, and names no machine', async () => {
    const { guest, address } = await world.instance();
    const names = [
      requests('/:version/meta-data', 200),
      requests('/:version/meta-data', 404),
      requests('/:version/user-data', 404),
      requests('/latest/api/token', 200),
      requests('/latest/api/token', 400),
      requests('other', 404),
    ];

    const counted = await growth(world, names, async () => {
      for (const path of [hostname, hostname, '/2009-04-04/meta-data/', '/latest/meta-data/none'])
        await guest.get(path);
      for (const path of ['/latest/user-data', '/secret/place']) await guest.get(path);
      await guest.token();
      await guest.put('/latest/api/token');
    });

    expect(counted).toEqual([3, 1, 1, 1, 1, 1]);
    const { text } = await world.guest().get('/metrics');
    expect(text).not.toMatch(new RegExp(`secret|hostname|${address}`));
  });

  it('counts how long they took, in classes that hold the smaller ones', async () => {
    const { guest } = await world.instance();
    const route = 'route="/:version/dynamic"';
    const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, '+Inf'];
    const buckets = bounds.map((le) => duration('bucket', `${route},le="${le}"`));
    const [count, sum] = [duration('count', route), duration('sum', route)];

    const [total, time, ...inClasses] = await growth(world, [count, sum, ...buckets], async () => {
      for (let n = 0; n < 5; n += 1) await guest.get('/latest/dynamic/');
    });

    expect({ total, last: inClasses.at(-1) }).toEqual({ total: 5, last: 5 });
    expect(time).toBeGreaterThan(0);
    expect(inClasses).toEqual(inClasses.toSorted((a, b) => a - b));
  });

  it('counts whom it knew, whom it had to look up, the tokens, and who is nobody', async () => {
    const { guest } = await world.instance();
    const stranger = world.guest();
    const names = [
      'cloudmeta_guest_cold_lookups_total',
      'cloudmeta_guest_cache_hits_total',
      'cloudmeta_guest_unknown_total',
      'cloudmeta_guests_in_memory',
      'cloudmeta_tokens_issued_total',
    ];
    await metric(world, names[0]!); // the reader of the metrics is unknown too, and cached from now on

    const counted = await growth(world, names, async () => {
      for (let n = 0; n < 3; n += 1) await guest.get(hostname);
      await guest.token();
      for (let n = 0; n < 2; n += 1) await stranger.get(hostname);
    });

    expect(counted).toEqual([2, 3, 1, 1, 1]);
    expect(await metric(world, 'cloudmeta_database_changes_live')).toBe(1);
  });
});

describe('A server whose database goes away', () => {
  it('is unavailable as long as it knows no machine, and degraded when it does', async () => {
    const postgres = await startOwnPostgres();
    const { url } = await postgres.createDatabase();
    const product = await Product.start(url, { METADATA_SNAPSHOT: 'none' });
    await product.data(create, { input: { hostname: 'one', addresses: ['127.91.0.1'] } });
    const guest = new Guest('127.91.0.1', () => product.port);
    const away = { database: 'away', changes: 'lost', degraded: ['database', 'changes'] };

    await postgres.halt();
    await eventually(async () =>
      expect(await readinessOf(product)).toMatchObject({ httpStatus: 503, status: 'unavailable', ...away }),
    );
    expect(await metric(product, 'cloudmeta_database_changes_live')).toBe(0);
    await postgres.start();
    await eventually(async () => {
      expect(await readinessOf(product)).toMatchObject({ httpStatus: 200, status: 'ready' });
      expect((await guest.get(hostname)).text).toBe('one');
    });
    await postgres.halt();

    await eventually(async () =>
      expect(await readinessOf(product)).toMatchObject({ httpStatus: 200, status: 'degraded', ...away }),
    );
    await product.end();
    await postgres.stop();
  });
});

onlyWhere(hasProcesses, 'needs /proc, to tell the processes apart')('A server of two processes', () => {
  it('tells what both counted, whichever of them is asked', async () => {
    const database = await migratedDatabase('sqlite');
    const METRICS_TOKEN = 'a-token-for-prometheus'; // needs no look-up of the caller
    const product = await Product.start(database, { WEB_CONCURRENCY: '2', METRICS_TOKEN });
    await product.data(create, { input: { hostname: 'one', addresses: ['127.91.0.2'] } });
    await eventually(async () => expect(dataPlaneOf(product).size).toBe(2));
    const pids = [...dataPlaneOf(product).values()];

    for (const pid of pids)
      for (let n = 0; n < 5; n += 1) await askProcess(product, pid, { path: hostname, from: '127.91.0.2' });

    for (const pid of pids) {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
      const { text } = await askProcess(product, pid, { path: '/metrics', headers });
      expect(text).toMatch(new RegExp(`^${requests('/:version/meta-data', 200)} 10$`, 'm'));
      expect(text).toMatch(/^cloudmeta_guest_cold_lookups_total 2$/m);
      expect(text).toMatch(/^cloudmeta_guests_in_memory 2$/m);
      expect(text).toMatch(/^cloudmeta_database_changes_live 1$/m);
    }
    await product.end();
    await database.drop();
  });
});
