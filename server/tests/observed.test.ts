/** The last requests of machines are visible at once, survive a restart, and change nothing that users have set. */
import { rmSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { observedFileOf } from '../observed/observed-file.ts';
import { openObserved } from '../observed/open-observed.ts';
import { pruneObserved } from '../observed/prune-observed.ts';
import { eventually } from './support/eventually.ts';
import { withToken } from './support/guest.ts';
import { keptRequests } from './support/kept-requests.ts';
import { onlyWhere } from './support/only-where.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const path = '/latest/meta-data/instance-id';
const ofClient = (name: string) => ({ 'User-Agent': name });
const look = `query ($id: ID!) { instance(by: { id: $id }) {
  version updatedAt history { totalCount } warnings { code }
  lastRequest { at address path status userAgent withToken }
} }`;
const lookAtAll = '{ instances { nodes { id lastRequest { userAgent } } } }';
const remove = 'mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { outcome } }';
const reprovision =
  'mutation ($input: ReprovisionInstanceInput!) { reprovisionInstance(input: $input) { outcome } }';

const required = { metadataOptions: { httpTokens: 'REQUIRED' } };

onBothDatabases('what machines did', (open, database) => {
  const instance = async (world: World, { id }: Machine) => (await world.data(look, { id })).instance;
  const isKept = (world: World, { id }: Machine) =>
    eventually(async () => expect((await keptRequests(world.databaseUrl)).has(id)).toBe(true));
  const sql = (world: World, statement: string, values: unknown[] = []) =>
    (world.orm.em.fork() as SqlEntityManager).execute(statement, values);

  it('is known after a restart, the last of it too', async () => {
    const world = await open();
    const machine = await world.instance();
    await machine.guest.get(path, ofClient('first'));
    await isKept(world, machine);
    world.pass(1);
    await machine.guest.get('/latest/user-data?x', ofClient('last'));
    const at = world.clock().toISOString();
    world.pass(60);

    await world.restart();

    expect((await instance(world, machine)).lastRequest).toEqual({
      at,
      address: machine.address,
      path: '/latest/user-data',
      status: 404,
      userAgent: 'last',
      withToken: false,
    });
  });

  it('is no change of the machine, and nothing that anybody has to forget', async () => {
    const world = await open();
    const machine = await world.instance();
    const before = await instance(world, machine);
    const changes = await sql(world, 'select position from change_log');
    world.pass(1);

    await machine.guest.get(path);
    await isKept(world, machine);

    expect(await instance(world, machine)).toEqual({ ...before, lastRequest: expect.anything() });
    expect(await sql(world, 'select position from change_log')).toEqual(changes);
  });

  it('is known to every server on the database', async () => {
    const world = await open();
    const other = await world.another();
    const machine = await world.instance();

    await other.guest(machine.address).get(path, ofClient('Cloud-Init/25.1'));

    await eventually(async () =>
      expect((await instance(world, machine)).lastRequest).toMatchObject({ userAgent: 'Cloud-Init/25.1' }),
    );
  });

  it('is the later of what two servers saw, whoever writes last', async () => {
    const world = await open();
    const other = await world.another();
    const machine = await world.instance();
    world.pass(10);

    await machine.guest.get(path, ofClient('later'));
    await isKept(world, machine);
    await other.guest(machine.address).get(path, ofClient('earlier'));
    await world.restart();
    await eventually(async () =>
      expect((await instance(other, machine)).lastRequest).toMatchObject({ userAgent: 'later' }),
    );

    expect((await instance(world, machine)).lastRequest).toMatchObject({ userAgent: 'later' });
  });

  it('is what it asked last, also where the clock was set back since', async () => {
    const world = await open();
    const machine = await world.instance();
    world.pass(3600);
    await machine.guest.get(path, ofClient('ahead'));
    await isKept(world, machine);

    world.pass(-3600);
    await machine.guest.get(path, ofClient('now'));
    const known = (await instance(world, machine)).lastRequest;
    await world.restart();

    expect(known).toMatchObject({ at: world.clock().toISOString(), userAgent: 'now' });
    expect((await instance(world, machine)).lastRequest).toEqual(known);
  });

  it('is shown in lists, of each machine its own', async () => {
    const world = await open();
    const machines = [await world.instance(), await world.instance(), await world.instance()];
    await machines[0]!.guest.get(path, ofClient('one'));
    await machines[2]!.guest.get(path, ofClient('three'));
    await isKept(world, machines[0]!);
    world.pass(1);
    await machines[2]!.guest.get(path, ofClient('three, again'));

    const { instances } = await world.data(lookAtAll);

    const clients = new Map(
      instances.nodes.map((node: { id: string; lastRequest: { userAgent: string } | null }) => [
        node.id,
        node.lastRequest?.userAgent,
      ]),
    );
    expect(machines.map(({ id }) => clients.get(id))).toEqual(['one', undefined, 'three, again']);
  });

  it('still warns after a restart of a client without tokens, until it shows one', async () => {
    const world = await open();
    const machine = await world.instance(required);
    await machine.guest.get(path, ofClient('curl/7'));
    await world.restart();
    world.pass(60);
    const afterRestart = (await instance(world, machine)).warnings;

    const token = withToken(await machine.guest.token());
    await machine.guest.get(path, { ...token, ...ofClient('Boto3/1') });
    const afterAnother = (await instance(world, machine)).warnings;
    world.pass(1);
    await machine.guest.get(path, { ...token, ...ofClient('curl/8') });

    expect(afterRestart).toEqual([{ code: 'TOKENS_REQUIRED_BUT_UNUSED' }]);
    expect(afterAnother).toEqual([{ code: 'TOKENS_REQUIRED_BUT_UNUSED' }]);
    expect((await instance(world, machine)).warnings).toEqual([]);
    await world.restart();
    expect((await instance(world, machine)).warnings).toEqual([]);
  });

  it('is gone with the machine, and with what it was before it was provisioned anew', async () => {
    const world = await open();
    const [deleted, anew] = [await world.instance(), await world.instance()];
    for (const machine of [deleted, anew]) {
      await machine.guest.get(path);
      await isKept(world, machine);
    }

    await world.data(remove, { input: { id: deleted.id } });
    await world.data(reprovision, { input: { id: anew.id } });

    await eventually(async () =>
      expect([...(await keptRequests(world.databaseUrl)).keys()]).toEqual([anew.id]),
    );
    expect((await instance(world, anew)).lastRequest).toBeNull();
    await anew.guest.get(path, ofClient('new'));
    expect((await instance(world, anew)).lastRequest).toMatchObject({ userAgent: 'new' });
  });

  it('is pruned where nobody said that the machine is gone', async () => {
    const world = await open();
    const [kept, gone] = [await world.instance(), await world.instance()];
    for (const machine of [kept, gone]) {
      await machine.guest.get(path);
      await isKept(world, machine);
    }
    await sql(world, 'delete from instance where id = ?', [gone.id]);
    const store = openObserved(
      { DATABASE_URL: world.databaseUrl },
      { em: () => world.orm.em.fork(), log: world.log },
    );

    await pruneObserved(world.orm.em.fork(), store);
    await store.close();

    expect([...(await keptRequests(world.databaseUrl)).keys()]).toEqual([kept.id]);
  });

  onlyWhere(database === 'sqlite', 'PostgreSQL has no such file')('where their file was thrown away', () => {
    it('is pruned of the file that there is now', async () => {
      const world = await open();
      const [before, after] = [await world.instance(), await world.instance()];
      const store = openObserved(
        { DATABASE_URL: world.databaseUrl },
        { em: () => world.orm.em.fork(), log: world.log },
      );
      const prune = () => pruneObserved(world.orm.em.fork(), store);
      await before.guest.get(path);
      await isKept(world, before);
      await prune();

      rmSync(observedFileOf(world.databaseUrl));
      await after.guest.get(path);
      await isKept(world, after);
      await sql(world, 'delete from instance');
      await prune();
      await store.close();

      expect(await keptRequests(world.databaseUrl)).toEqual(new Map());
    });
  });
});
