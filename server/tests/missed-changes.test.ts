/** A broken connection to PostgreSQL does not empty the cache: missed changes are read afterwards. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type pg from 'pg';
import { everythingChanged, type Change } from '../changes/change.ts';
import { changeStatements } from '../changes/change-log.ts';
import { PostgresChanges } from '../changes/postgres-changes.ts';
import { createLog } from '../log.ts';
import { migratedDatabase } from './support/databases.ts';
import { eventually } from './support/eventually.ts';
import { connect } from './support/own-postgres-product.ts';
import { startPostgres, type TestDatabase } from './support/postgres.ts';

const changeOf = (...ids: string[]): Change => ({ ids, findsMore: false, everything: false });

let database: TestDatabase;
let administrator: pg.Client;
let clients: pg.Client[];
let feed: PostgresChanges;
let received: Change[];

beforeEach(async () => {
  database = await migratedDatabase('postgresql');
  administrator = await connect((await startPostgres()).url('postgres'));
  clients = [await connect(database.url), await connect(database.url)];
  received = [];
  feed = new PostgresChanges({
    connectionString: database.url,
    listener: (change) => void received.push(change),
    log: createLog({ LOG_LEVEL: 'silent', LOG_FORMAT: 'json', WEB_CONCURRENCY: 1 }),
  });
  await feed.start();
});

afterEach(async () => {
  await feed.close();
  for (const client of [administrator, ...clients]) await client.end();
  await database.drop();
});

const name = () => new URL(database.url).pathname.slice(1);

async function write(client: pg.Client, change: Change): Promise<void> {
  for (const { sql, parameters } of changeStatements('postgresql', change)) {
    let count = 0;
    await client.query(
      sql.replaceAll('?', () => `$${(count += 1)}`),
      parameters,
    );
  }
}

/** Ends the feed's connection, and blocks new connections until `act` is done. */
async function whileLost(act: () => Promise<void>): Promise<void> {
  await administrator.query(`alter database ${name()} allow_connections false`);
  await administrator.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = $1 and query like '%txid_current_snapshot%'`,
    [name()],
  );
  await eventually(async () => expect(feed.isLive).toBe(false));
  await act();
  await administrator.query(`alter database ${name()} allow_connections true`);
  await eventually(async () => expect(feed.isLive).toBe(true));
}

it('are heard of once there is a connection again, and nothing else is', async () => {
  await write(clients[0]!, changeOf('told'));
  await eventually(async () => expect(received).toEqual([everythingChanged, changeOf('told')]));

  await whileLost(async () => {
    await write(clients[0]!, changeOf('missed'));
    await write(clients[0]!, changeOf('missed-too'));
  });

  expect(received.slice(2)).toEqual([changeOf('missed', 'missed-too')]);
});

it('are heard of in a transaction that began before what was told, and committed after', async () => {
  const [late, other] = clients as [pg.Client, pg.Client];
  await late.query('begin');
  await write(late, changeOf('late'));
  await write(other, changeOf('told'));
  await eventually(async () => expect(received).toContainEqual(changeOf('told')));
  await whileLost(async () => {}); // another read, which cannot see the open transaction yet

  await whileLost(async () => void (await late.query('commit')));

  expect(received.slice(-1)).toEqual([changeOf('late')]);
});

it('are everything where they are too many to read', async () => {
  await whileLost(async () => {
    await clients[0]!.query(
      `insert into change_log (change) select '{"ids":["x"]}' from generate_series(1, 1001)`,
    );
  });

  expect(received.slice(1)).toEqual([everythingChanged]);
});

it('are everything where the table is one of a backup', async () => {
  await whileLost(async () => {
    await clients[0]!.query(`create table copied as select * from change_log; truncate change_log;
      insert into change_log overriding system value select * from copied`);
  });

  expect(received.slice(1)).toEqual([everythingChanged]);
});
