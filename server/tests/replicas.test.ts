/** Replicas of PostgreSQL take the look-ups of machines off the primary, and no answer is outdated because of it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from './support/eventually.ts';
import { Guest } from './support/guest.ts';
import { startOwnPostgres, type OwnPostgres } from './support/postgres.ts';
import { Product } from './support/product.ts';

const path = '/latest/meta-data/hostname';
const create =
  'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }';
const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

/** Returns the rows of a statement, run on its own connection. */
async function rowsOf<Row>(
  connectionString: string,
  statement: string,
  values: string[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

describe('A server with a replica of its PostgreSQL', () => {
  let primary: OwnPostgres;
  let replica: OwnPostgres;
  let urls: { primary: string; replica: string };
  let product: Product;
  let machines: { id: string; guest: Guest }[];

  beforeAll(async () => {
    primary = await startOwnPostgres();
    replica = await primary.standby();
    const { url } = await primary.createDatabase();
    urls = { primary: url, replica: replica.url(new URL(url).pathname.slice(1)) };
    const environment = { DATABASE_REPLICA_URLS: urls.replica, METADATA_SNAPSHOT: 'none' };
    product = await Product.start(url, environment);
    machines = [await register(1), await register(2)];
  });

  afterAll(async () => {
    await product.end('SIGKILL');
    await replica.stop();
    await primary.stop();
  });

  beforeEach(async () => {
    for (const [n, { id }] of machines.entries()) await rename(id, `before-${n}`);
    await isCurrent();
  });

  async function register(n: number) {
    const address = `127.92.0.${n}`;
    const input = { hostname: `made-${n}`, addresses: [address] };
    const { createInstance } = await product.data<{ createInstance: { instance: { id: string } } }>(create, {
      input,
    });
    return { id: createInstance.instance.id, guest: new Guest(address, () => product.port) };
  }

  const rename = (id: string, hostname: string) => product.data(update, { input: { id, hostname } });

  const served = async ({ guest }: { guest: Guest }) => (await guest.get(path)).text;

  /** Returns once the replica has everything. */
  const isCurrent = () =>
    eventually(async () => {
      const position = 'select pg_current_wal_lsn()::text as position';
      const [now] = await rowsOf<{ position: string }>(urls.primary, position);
      const has = 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as everything';
      expect(await rowsOf(urls.replica, has, [now!.position])).toEqual([{ everything: true }]);
    });

  /** Returns the queries of the server to the replica since a time, except those for its position. */
  const questionsSince = (moment: string) =>
    rowsOf<{ query: string }>(
      urls.replica,
      `select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and query_start > $1::timestamptz and query not like '%replay_lsn%'`,
      [moment],
    );

  it('looks machines up there, and does not need the primary for it', async () => {
    await product.end();
    await product.begin();
    expect(await served(machines[0]!)).toBe('before-0');

    primary.pause();
    const meanwhile = await served(machines[1]!);
    primary.resume();

    expect(meanwhile).toBe('before-1');
  });

  it('tells what was acknowledged, while the replica is behind and when it has caught up', async () => {
    const [machine] = machines;
    await rowsOf(urls.replica, 'select pg_wal_replay_pause()');

    for (let round = 0; round < 10; round += 1) {
      await rename(machine!.id, `behind-${round}`);
      expect(await served(machine!)).toBe(`behind-${round}`);
    }
    const there = await rowsOf(urls.replica, 'select hostname from instance where id = $1', [machine!.id]);
    await rowsOf(urls.replica, 'select pg_wal_replay_resume()');
    await isCurrent();

    expect(there).toEqual([{ hostname: 'before-0' }]);
    expect(await served(machine!)).toBe('behind-9');
    await rename(machine!.id, 'caught-up');
    expect(await served(machine!)).toBe('caught-up');
  });

  it.each([
    ['ended', () => replica.halt(), () => replica.start()],
    ['does not answer', async () => replica.pause(), async () => replica.resume()],
  ])('goes around a replica that %s, and comes back to it', async (_, goAway, comeBack) => {
    await goAway();
    for (const [n, machine] of machines.entries()) {
      await rename(machine.id, `without-${n}`);
      expect(await served(machine)).toBe(`without-${n}`);
    }
    await comeBack();

    await isCurrent();
    const [back] = await rowsOf<{ at: string }>(urls.replica, 'select now()::text as at');
    let round = 0;
    await eventually(async () => {
      await rename(machines[0]!.id, `back-${(round += 1)}`);
      expect(await served(machines[0]!)).toBe(`back-${round}`);
      expect(await questionsSince(back!.at)).not.toEqual([]);
    });
  });
});
