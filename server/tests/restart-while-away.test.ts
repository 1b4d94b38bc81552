import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Crowd, registerCrowd, type CrowdMachine } from './support/crowd.ts';
import { eventually } from './support/eventually.ts';
import { Guest } from './support/guest.ts';
import { connect, readinessOf } from './support/own-postgres-product.ts';
import { startOwnPostgres, type OwnPostgres } from './support/postgres.ts';
import { cloudmeta } from './support/cloudmeta.ts';
import { Product } from './support/product.ts';

const hostname = '/latest/meta-data/hostname';
const cloudInit = { 'User-Agent': 'Cloud-Init/22.4.2' };
const update = 'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

describe('A server that starts while PostgreSQL is away', () => {
  let postgres: OwnPostgres;
  let databaseUrl: string;
  let first: Product;
  let unseen: CrowdMachine;
  let machines: CrowdMachine[];
  let folder: string;
  let product: Product;
  let other: Product | undefined;
  let crowd: Crowd | undefined;

  beforeAll(async () => {
    postgres = await startOwnPostgres();
    databaseUrl = (await postgres.createDatabase()).url;
    first = await Product.start(databaseUrl);
    [unseen, ...machines] = (await registerCrowd(first)) as [CrowdMachine, ...CrowdMachine[]];
    await first.end();
  });

  afterAll(() => postgres.stop());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloudmeta-snapshot-'));
  });

  afterEach(async () => {
    await crowd?.stop();
    await product.end('SIGKILL');
    await other?.end('SIGKILL');
    crowd = other = undefined;
    await rm(folder, { recursive: true });
  });

  async function serverWith(environment: Record<string, string>): Promise<Product> {
    const server = await Product.on(databaseUrl, environment);
    Object.assign(server.tokens, first.tokens);
    await server.begin();
    return server;
  }

  const at = ({ address }: { address: string }) => new Guest(address, () => product.port);
  const rename = (server: Product, { id }: CrowdMachine, name: string) =>
    server.data(update, { input: { id, hostname: name } });
  const isBack = () =>
    eventually(async () => expect(await readinessOf(product)).toMatchObject({ status: 'ready' }));

  const snapshotText = async () => {
    const names = await readdir(folder);
    return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('');
  };

  /** Makes machines known by their requests, and waits until a new snapshot has its head, the signing key and them. */
  async function makeKnown(unknown: CrowdMachine[], { hasKey = true } = {}): Promise<void> {
    for (const machine of unknown) await at(machine).get(hostname);
    await eventually(async () =>
      expect((await snapshotText()).trimEnd().split('\n').length).toBeGreaterThanOrEqual(
        (hasKey ? 2 : 1) + unknown.length,
      ),
    );
  }

  async function whileAway<Result>(act: () => Promise<Result>): Promise<Result> {
    await postgres.halt();
    try {
      return await act();
    } finally {
      await postgres.start();
    }
  }

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'tells every machine what it is that it knew before %s, and the others when it is back',
    async (signal) => {
      product = await serverWith({ METADATA_SNAPSHOT: folder });
      await makeKnown(machines);

      const { readiness, refused, others } = await whileAway(async () => {
        await product.end(signal);
        await product.beginAnswering();
        crowd = new Crowd(product, machines);
        await crowd.isAnswered(300);
        return {
          readiness: await readinessOf(product),
          refused: await product.graphql(update, { input: { id: unseen.id, hostname: 'refused' } }),
          others: [unseen, { address: '127.78.0.2' }].map((one) => at(one).get(hostname, cloudInit)),
        };
      });
      await isBack();
      await crowd!.isAnswered(300);
      const counts = await crowd!.stop();
      await rename(product, machines[0]!, 'renamed');
      const renamed = await at(machines[0]!).get(hostname);
      await rename(product, machines[0]!, machines[0]!.hostname);

      expect(counts).toMatchObject({ failed: 0, wrong: 0, examples: [] });
      const { status, httpStatus, guestsInMemory } = readiness;
      expect([status, httpStatus, guestsInMemory]).toEqual(['degraded', 200, machines.length]);
      expect(await Promise.all(others)).toMatchObject([
        { status: 200, text: unseen.hostname },
        { status: 404 },
      ]);
      expect(refused.codes).toEqual(['SERVICE_UNAVAILABLE']);
      expect(renamed.text).toBe('renamed');
      expect((await at(unseen).get(hostname)).text).toBe(unseen.hostname);
    },
  );

  it('tells no machine what was true before another server changed it', async () => {
    const [changed, ...unchanged] = machines.slice(0, 3) as [CrowdMachine, ...CrowdMachine[]];
    product = await serverWith({ METADATA_SNAPSHOT: folder });
    other = await serverWith({});
    await makeKnown([changed, ...unchanged]);

    process.kill(product.pid, 'SIGSTOP');
    await rename(other, changed, 'changed');
    const client = await connect(databaseUrl);
    await client.query('begin; lock table instance in access exclusive mode'); // it is notified, but cannot look up
    process.kill(product.pid, 'SIGCONT');
    await eventually(async () => expect(await readinessOf(product)).toMatchObject({ guestsInMemory: 2 }));
    const away = await whileAway(async () => {
      await product.end('SIGKILL');
      await product.beginAnswering();
      const answers = await Promise.all(unchanged.map((machine) => at(machine).get(hostname)));
      return { answers, waiting: at(changed).get(hostname, cloudInit) };
    });
    const answer = await away.waiting;
    await isBack();
    await rename(product, changed, changed.hostname);

    expect(away.answers.map(({ text }) => text)).toEqual(unchanged.map((machine) => machine.hostname));
    expect(answer.text).toBe('changed');
  });

  it.each([
    ['hides what machines are told where SECRET_KEY is configured', {}, false],
    ['writes as it is what machines are told where SECRET_KEY is missing', { SECRET_KEY: '' }, true],
  ])('%s', async (_, environment, isReadable) => {
    product = await serverWith({ METADATA_SNAPSHOT: folder, ...environment });

    await makeKnown(machines.slice(0, 2), { hasKey: !isReadable });

    const text = await snapshotText();
    const userData = machines[0]!.served.get('/latest/user-data')!;
    const base64 = Buffer.from(userData).toString('base64');
    for (const secret of [machines[0]!.hostname, machines[0]!.address, base64])
      expect([secret, text.includes(secret)]).toEqual([secret, isReadable]);
    expect(text).not.toContain(userData);
  });

  it.each([
    ['without a snapshot', () => ({ METADATA_SNAPSHOT: 'none' })],
    ['with a snapshot of another database', () => ({ DATABASE_URL: postgres.url('another') })],
    ['with another SECRET_KEY', () => ({ SECRET_KEY: 'another secret key, that is used by one test' })],
  ])('ends %s, and says what to do', async (_, changes) => {
    product = await serverWith({ METADATA_SNAPSHOT: folder });
    await makeKnown(machines.slice(0, 2));
    await product.end();

    const ended = await whileAway(() => cloudmeta(['serve'], { ...product.environment, ...changes() }));

    expect(ended.code).toBe(6);
    expect(ended.stderr.trim()).toMatch(
      /^\S.* cannot be reached \(.*\)\. Start it, or correct DATABASE_URL\.$/,
    );
  });
});
