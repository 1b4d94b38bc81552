import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { eventually } from './support/eventually.ts';
import { connect } from './support/own-postgres-product.ts';
import { startOwnPostgres, type OwnPostgres } from './support/postgres.ts';
import { Product } from './support/product.ts';

const secret = 'the password of the database is sesame';
const create = 'mutation ($input: CreateUserDataInput!) { createUserData(input: $input) { outcome } }';
const document = { name: 'base', text: `#cloud-config\n# ${secret}\n` };

describe("PostgreSQL's log", () => {
  let postgres: OwnPostgres;
  let administrator: pg.Client;
  let product: Product;

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    administrator = await connect(postgres.url('postgres'));
    await administrator.query('create role app login');
  });

  afterEach(() => product.end('SIGKILL'));

  afterAll(async () => {
    await administrator.end();
    await postgres.stop();
  });

  async function productAs(role: string): Promise<Product> {
    const { url } = await postgres.createDatabase();
    const { hostname, port, pathname } = new URL(url);
    await administrator.query(`alter database ${pathname.slice(1)} owner to ${role}`);
    product = await Product.start(`postgres://${role}@${hostname}:${port}${pathname}`);
    return product;
  }

  /** Waits until PostgreSQL has closed the connections of an earlier server, which was killed. */
  const noOtherIsConnected = () =>
    eventually(async () => {
      const { rows } = await administrator.query(
        `select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      );
      expect(rows).toEqual([]);
    });

  it('says nothing of user-data when a statement with it fails, whoever the server connects as', async () => {
    const { environment } = await productAs('app');
    const other = await connect(environment['DATABASE_URL']!);
    await other.query('begin');
    await other.query('lock table user_data in exclusive mode');

    const asked = product.graphql(create, { input: document });
    const cancel = `select pg_cancel_backend(pid) from pg_stat_activity
      where wait_event_type = 'Lock' and query like 'insert into "user_data"%'`;
    await eventually(async () => expect((await administrator.query(cancel)).rowCount).toBe(1));
    const answer = await asked;
    await other.end();

    expect(answer.errors).toHaveLength(1);
    await eventually(async () => expect(postgres.log()).toMatch(/STATEMENT: +insert into "user_data"/));
    expect(postgres.log()).not.toContain(secret);
  });

  it('says no value at all where the server may set so, even if every statement is logged', async () => {
    await noOtherIsConnected();
    await administrator.query('alter system set log_statement = "all"');
    await administrator.query('select pg_reload_conf()');
    const server = await productAs('postgres');
    const machine = { hostname: 'web-1', addresses: ['127.0.0.1'], userDataText: document.text };

    await server.data(create, { input: document });
    await server.data(
      'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }',
      {
        input: machine,
      },
    );
    const response = await fetch(`${server.url}/latest/user-data`);

    expect(await response.text()).toBe(document.text);
    await eventually(async () => expect(postgres.log()).toMatch(/named as \(/));
    expect(postgres.log()).toMatch(/insert into "user_data"/);
    expect(postgres.log()).toContain('statement: set statement_timeout = 10000');
    expect(postgres.log()).not.toMatch(/sesame|web-1|Parameters:/);
  });
});
