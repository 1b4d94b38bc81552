import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { Crowd, registerCrowd, type CrowdMachine } from './support/crowd.ts';
import { eventually } from './support/eventually.ts';
import { Guest, withToken, withTtl } from './support/guest.ts';
import {
  connect,
  messagesOf,
  readinessOf,
  startOnOwnPostgres,
  type OwnPostgresProduct,
} from './support/own-postgres-product.ts';
import type { Product } from './support/product.ts';

const hostname = '/latest/meta-data/hostname';
const cloudInit = { 'User-Agent': 'Cloud-Init/22.4.2' };
const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';
const look = 'query ($id: ID!) { instance(by: { id: $id }) { hostname version history { totalCount } } }';

describe('While PostgreSQL is stopped', () => {
  let own: OwnPostgresProduct;
  let product: Product;
  let machines: CrowdMachine[];
  let unseen: CrowdMachine[];
  let crowd: Crowd | undefined;

  beforeAll(async () => {
    own = await startOnOwnPostgres();
    product = own.product;
    const registered = await registerCrowd(product, 30);
    [machines, unseen] = [registered.slice(0, 20), registered.slice(20)];
  });

  beforeEach(async () => {
    await isBack();
    await hasSaidAll();
    for (const { address } of machines) await guest(address).get(hostname);
  });

  afterEach(async () => {
    await crowd?.stop();
    crowd = undefined;
  });

  afterAll(() => own.close());

  const guest = (address: string) => new Guest(address, () => product.port);
  const isBack = () =>
    eventually(async () => expect(await readinessOf(product)).toMatchObject({ status: 'ready' }));
  /** Waits until the end of every outage is logged, so that no message of one case is logged in the next one. */
  const hasSaidAll = () =>
    eventually(async () => {
      const count = (pattern: RegExp) => messagesOf(product).filter((text) => pattern.test(text)).length;
      expect(count(/^PostgreSQL is back/)).toBe(count(/^PostgreSQL is away/));
    });

  /** Asks until there is an answer, and adds each refusal to a list. */
  async function askOn(newcomer: Guest, refusals: string[]): Promise<void> {
    for (;;) {
      const { status, headers } = await newcomer.get(hostname);
      if (status === 200) return;
      refusals.push(`${status}, again after ${headers['retry-after']} s`);
    }
  }

  it('machines that it knows boot as ever, while it is away and when it is back', async () => {
    crowd = new Crowd(product, machines);
    await crowd.isAnswered(500);

    await own.postgres.halt();
    const refusals: string[] = [];
    const answered = askOn(guest(unseen[0]!.address), refusals);
    await eventually(async () => expect(refusals.length).toBeGreaterThan(1));
    await crowd.isAnswered(2_000);
    await own.postgres.start();
    await isBack();
    await crowd.isAnswered(500);

    await answered;
    expect(new Set(refusals)).toEqual(new Set(['503, again after 1 s']));
    expect(await crowd.stop()).toMatchObject({ failed: 0, wrong: 0, examples: [] });
  });

  it('a machine that it has not seen waits, and is answered when it is back', async () => {
    const { address, hostname: name } = unseen[1]!;
    const [newcomer, nobody] = [guest(address), guest('127.78.0.1')];
    expect((await nobody.get(hostname)).status).toBe(404);

    await own.postgres.halt();
    await eventually(async () => expect(await readinessOf(product)).toMatchObject({ changes: 'lost' }));
    const versions = await newcomer.get('/openstack');
    const token = await newcomer.put('/latest/api/token', withTtl(60));
    const waiting = [
      newcomer.get(hostname, { ...cloudInit, ...withToken(token.text) }),
      nobody.get(hostname, cloudInit),
    ];
    await own.postgres.start();
    const answers = await Promise.all(waiting);

    expect([versions.status, token.status]).toEqual([200, 200]);
    expect(answers).toMatchObject([{ status: 200, text: name }, { status: 404 }]);
  });

  it('a change is refused in one error and nothing of it made, and the next one is made when it is back', async () => {
    const { id, address } = machines[0]!;
    const before = await product.data(look, { id });

    await own.postgres.halt();
    const refused = await product.graphql(update, { input: { id, hostname: 'refused', tags: [] } });
    await own.postgres.start();
    await eventually(() => product.data(look, { id }));
    const after = await product.data(look, { id });
    await product.data(update, { input: { id, hostname: 'renamed' } });
    const renamed = await guest(address).get(hostname);
    await product.data(update, { input: { id, hostname: machines[0]!.hostname } });

    expect(refused.errors).toMatchObject([
      { message: expect.stringMatching(/(cannot be reached|does not answer).*again/) },
    ]);
    expect(refused.codes).toEqual(['SERVICE_UNAVAILABLE']);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(after).toEqual(before);
    expect(renamed.text).toBe('renamed');
  });

  it('somebody at a browser reads why, on a page that looks again', async () => {
    const cookie = { cookie: `cloudmeta_session=${'a'.repeat(43)}` };
    const lookAt = (accept: string) => fetch(`${product.url}/admin`, { headers: { ...cookie, accept } });

    await own.postgres.halt();
    const page = await lookAt('text/html,application/xhtml+xml,*/*;q=0.8');
    const data = await lookAt('*/*');
    await own.postgres.start();
    await isBack();

    expect([page.status, data.status]).toEqual([503, 503]);
    expect(await page.text()).toMatch(/http-equiv="refresh"[^]*The database cannot be reached/);
    expect(await data.json()).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
  });

  it('/readyz says that it is degraded and not that it is unready, and the log says so once', async () => {
    const said = messagesOf(product).length;

    await own.postgres.halt();
    await eventually(async () => expect(await readinessOf(product)).toMatchObject({ changes: 'lost' }));
    const away = new Set<string>();
    for (let readings = 0; readings < 20; readings += 1) {
      const { httpStatus, status, degraded } = await readinessOf(product);
      away.add(`${httpStatus} ${status} ${degraded.join()}`);
    }
    await own.postgres.start();
    await isBack();

    expect(away).toEqual(new Set(['200 degraded database,changes']));
    await eventually(async () =>
      expect(messagesOf(product).slice(said)).toEqual([
        expect.stringMatching(/^PostgreSQL is away \(.+\)\. Machines in memory are answered from there/),
        expect.stringMatching(/^PostgreSQL is back/),
      ]),
    );
  });
});

describe('While connections to PostgreSQL break', () => {
  let own: OwnPostgresProduct;
  let product: Product;
  let machines: CrowdMachine[];

  beforeAll(async () => {
    own = await startOnOwnPostgres();
    product = own.product;
    machines = await registerCrowd(product, 3);
  });

  afterAll(() => own.close());

  /** Breaks the connection whose query waits for a lock on the table of the machines. */
  async function breakWaitingQuery(
    how: (pid: number) => Promise<unknown>,
    meanwhile: () => Promise<unknown>,
  ) {
    const client = await connect(own.databaseUrl);
    await client.query('begin; lock table instance in access exclusive mode');
    try {
      const asked = meanwhile();
      await how(await eventually(() => waitingPid(client)));
      await asked;
    } finally {
      await client.end().catch(() => {});
    }
  }

  async function waitingPid(client: pg.Client): Promise<number> {
    const { rows } = await client.query<{ pid: number }>('select pid from pg_locks where not granted');
    return rows[0]!.pid;
  }

  const terminate = async (pid: number) => {
    const client = await connect(own.databaseUrl);
    await client.query('select pg_terminate_backend($1)', [pid]);
    await client.end();
  };

  it('changes that were under way are refused, however many, and others are made', async () => {
    const { id, address } = machines[0]!;
    const refused: string[] = [];

    for (let n = 0; n < 12; n += 1)
      await breakWaitingQuery(terminate, async () => {
        const answer = await product.graphql(update, { input: { id, hostname: `refused-${n}` } });
        refused.push(...answer.codes);
      });
    await product.data(update, { input: { id, hostname: 'made' } });

    expect(refused).toEqual(Array.from({ length: 12 }, () => 'SERVICE_UNAVAILABLE'));
    expect((await new Guest(address, () => product.port).get(hostname)).text).toBe('made');
  });

  it('a machine that was being looked up waits until it can be, and the server goes on', async () => {
    const { hostname: name, address } = machines[1]!;
    const machine = new Guest(address, () => product.port);
    let text = '';

    await breakWaitingQuery(
      async (pid) => process.kill(pid, 'SIGKILL'), // PostgreSQL crashes, and restarts
      async () => void ({ text } = await machine.get(hostname, cloudInit)),
    );

    expect(text).toBe(name);
    expect(messagesOf(product)).not.toContainEqual(expect.stringMatching(/nobody expected/));
  });

  it('takes a notification of a change that it cannot read for a change of everything', async () => {
    const { id, address } = machines[2]!;
    const machine = new Guest(address, () => product.port);
    await machine.get(hostname);

    const client = await connect(own.databaseUrl);
    for (const said of ['nonsense', '{}', 'null']) {
      await client.query('update instance set hostname = $2 where id = $1', [id, `by-hand-${said.length}`]);
      await client.query('select pg_notify($1, $2)', ['cloudmeta_changes', said]);
      await eventually(async () => expect((await machine.get(hostname)).text).toBe(`by-hand-${said.length}`));
    }
    await client.end();

    expect(messagesOf(product)).not.toContainEqual(expect.stringMatching(/nobody expected/));
  });

  it('a change that another server made while nothing was heard is told after it', async () => {
    const { id, address } = machines[2]!;
    const machine = new Guest(address, () => product.port);
    const client = await connect(own.databaseUrl);
    const ended: number[] = [];

    for (let n = 0; n < 5; n += 1) {
      await machine.get(hostname);
      const { rows } = await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where query like '%txid_current_snapshot%' and pid <> pg_backend_pid()`,
      );
      ended.push(rows.length);
      await client.query(
        `with changed as (update instance set hostname = $2 where id = $1 returning id)
         insert into change_log (change) select json_build_object('ids', array[id]) from changed`,
        [id, `other-${n}`],
      );
      await eventually(async () => expect((await machine.get(hostname)).text).toBe(`other-${n}`));
    }
    await client.end();

    expect(ended).toEqual([1, 1, 1, 1, 1]);
  });
});
