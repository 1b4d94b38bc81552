/** Boots while PostgreSQL is stopped or hangs with open connections: all data sources of cloud-init get everything. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { withToken, withTtl, type Guest, type Reply } from './support/guest.ts';
import { metric } from './support/metric-value.ts';
import { connect } from './support/own-postgres-product.ts';
import { startOwnPostgres, type OwnPostgres } from './support/postgres.ts';
import { areHeld, ask, clients, hostname, patient, refusal } from './support/waiting-client.ts';
import { openWorld, type World } from './support/world.ts';

const userDataText = '#cloud-config\n{}\n';

/** The requests of each data source, in the order of cloud-init. */
const sources: Record<string, string[]> = {
  'EC2 with tokens': ['PUT /latest/api/token', '/2021-03-23/meta-data/instance-id', '/2021-03-23/user-data'],
  'EC2 without tokens': ['/2009-04-04/meta-data/instance-id', '/2009-04-04/user-data'],
  NoCloud: ['/nocloud/meta-data', '/nocloud/user-data'],
  OpenStack: ['/openstack', '/openstack/latest/meta_data.json', '/openstack/latest/user_data'],
};

/** A boot of a machine, which sends the token that it got in later requests. */
class Boot {
  private readonly headers: Record<string, string> = { 'User-Agent': 'Cloud-Init/22.4.2' };

  constructor(private readonly guest: Guest) {}

  /** Sends these requests, one after the other. */
  async crawl(requests: string[]): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (const request of requests) replies.push(await this.send(request));
    return replies;
  }

  private async send(request: string): Promise<Reply> {
    if (request.startsWith('/')) return this.guest.get(request, this.headers);
    const reply = await this.guest.put(request.slice('PUT '.length), { ...this.headers, ...withTtl(60) });
    Object.assign(this.headers, withToken(reply.text));
    return reply;
  }
}

describe('While PostgreSQL', () => {
  let postgres: OwnPostgres;
  let world: World;

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    const { url } = await postgres.createDatabase();
    const fresh = { url, drop: () => postgres.stop() };
    const waiting = { ...patient, slowAfterMs: 50, refuseAfterMs: 500 };
    world = await openWorld({ database: 'postgresql', fresh, waiting });
  });

  beforeEach(() =>
    eventually(async () => expect(await metric(world, 'cloudmeta_database_changes_live')).toBe(1), 20_000),
  );

  afterAll(() => world.close());

  /** Empties the cache of machines. */
  async function emptyCache(): Promise<void> {
    const client = await connect(world.databaseUrl);
    await client.query(`select pg_notify('cloudmeta_changes', 'anything')`);
    await client.end();
    await eventually(async () => expect(await metric(world, 'cloudmeta_guests_in_memory')).toBe(0));
  }

  const newBoot = async () => new Boot((await world.instance({ userDataText })).guest);
  const expectAll = (replies: Reply[]) => {
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200));
    expect(replies.at(-1)!.text).toBe(userDataText);
  };

  describe.each([
    { state: 'is stopped', begin: () => postgres.halt(), end: () => postgres.start() },
    { state: 'hangs', begin: async () => postgres.pause(), end: async () => postgres.resume() },
  ])('$state', ({ begin, end }) => {
    it.each(Object.keys(sources))('a boot that begins by %s gets everything', async (source) => {
      const boot = await newBoot();

      await begin();
      const crawled = boot.crawl(sources[source]!);
      await areHeld(world, 1);
      await end();

      expectAll(await crawled);
    });

    it.each(Object.keys(sources))('a boot that is in its middle by %s gets everything', async (source) => {
      const boot = await newBoot();
      const requests = sources[source]!;
      const before = await boot.crawl(requests.slice(0, -1));
      await emptyCache();

      await begin();
      const crawled = boot.crawl(requests.slice(-1));
      await areHeld(world, 1);
      await end();

      expectAll([...before, ...(await crawled)]);
    });

    it('who is not cloud-init is told to ask again', async () => {
      const { address } = await world.instance();

      await begin();
      const connection = await ask(world, { address }, { by: clients.curl });
      await connection.closed;
      await end();

      expect(connection.received).toMatch(refusal);
    });
  });

  it('hangs for longer than a query may take, cloud-init is held all the same', async () => {
    const boot = await newBoot();
    const failed = () => metric(world, 'cloudmeta_guest_queries_failed_total');
    const before = await failed();

    postgres.pause();
    const crawled = boot.crawl(sources['EC2 with tokens']!);
    await eventually(async () => expect(await failed()).toBeGreaterThan(before + 1), 30_000);
    postgres.resume();

    expectAll(await crawled);
  });

  it('answers machines slowly, they are held, and answered as soon as it has', async () => {
    const boot = await newBoot();
    const locker = await connect(world.databaseUrl);

    await locker.query('begin; lock table instance in access exclusive mode');
    const crawled = boot.crawl(['PUT /latest/api/token', hostname]);
    await areHeld(world, 1);
    await locker.query('rollback');
    await locker.end();

    expect((await crawled).map(({ status }) => status)).toEqual([200, 200]);
  });
});
