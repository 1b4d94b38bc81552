/** An operation that takes too long is stopped, and no part of it continues. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execute, parse } from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import type { Context } from '../graphql/context.ts';
import { Deadline, operationTimeoutMs } from '../graphql/deadline.ts';
import { Instance } from '../instances/instance.entity.ts';
import { eventually } from './support/eventually.ts';
import { createInstance, instanceByHostname, updateInstance } from './support/operations.ts';
import { connect } from './support/own-postgres-product.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

const stopped = (consequence: string) =>
  `This took longer than 10 seconds, so it was stopped. ${consequence}`;

onBothDatabases('an operation', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('of many changes is stopped within one of them, which is rolled back', async () => {
    const changes = Array.from({ length: 40 }, (_, n) => {
      const instances = Array.from({ length: 25 }, (_x, m) => `{ hostname: "m-${n}-${m}" }`);
      return `c${n}: upsertInstances(input: { instances: [${instances.join(' ')}] }) { summary { created } }`;
    });

    const { errors = [] } = await execute({
      schema: buildApiSchema(),
      document: parse(`mutation { ${changes.join(' ')} }`),
      contextValue: contextOf(world, new Deadline(300)),
    });

    expect(errors.map(({ originalError }) => originalError)).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/0\.3 seconds.*Nothing of it was changed/) }),
    ]);
    const { totalCount } = (await world.data('{ instances { totalCount } }')).instances;
    expect(totalCount % 25).toBe(0);
    expect(totalCount).toBeLessThan(1000);
    await world.instance();
  });

  it.each([false, true])(
    'of many statements keeps nobody waiting; in a transaction: %s',
    async (inTransaction) => {
      const em = world.orm.em.fork();
      const turns: number[] = [];
      const timer = setInterval(() => turns.push(performance.now()), 1);

      if (inTransaction) await em.begin();
      for (let n = 0; n < 50_000 && turns.length < 10; n += 1) await em.count(Instance);
      if (inTransaction) await em.rollback();

      clearInterval(timer);
      expect(turns.length).toBeGreaterThanOrEqual(10);
    },
  );

  it('that is stopped leaves the connection to others, whatever it was about to ask', async () => {
    const deadline = new Deadline(50);
    const late = world.orm.em.fork({ signal: deadline.signal });
    const ask = async () => {
      for (;;) await late.find(Instance, {});
    };

    await late.begin();
    await expect(Promise.all([ask(), ask()])).rejects.toThrow(/took longer/);
    await late.rollback();

    await world.instance();
  });

  it('makes no statement after its time, though nothing lets a timer fire', async () => {
    const { signal } = new Deadline(0);
    const late = world.orm.em.fork({ signal });

    await expect(late.nativeUpdate(Instance, {}, { imageId: 'ami-1' })).rejects.toThrow(
      /took longer than 0 seconds/,
    );
  });
});

/** Makes the context of an operation, with its own deadline. */
const contextOf = ({ orm, config }: World, deadline: Deadline): Partial<Context> => ({
  em: orm.em.fork({ signal: deadline.signal }),
  actor: { kind: 'SYSTEM', name: 'somebody' },
  config,
  deadline,
  requestId: 'a request',
});

describe('while PostgreSQL keeps the machines locked', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'postgresql', operationTimeoutMs })));
  afterAll(() => world.close());

  const locked = async (act: () => Promise<unknown>) => {
    const client = await connect(world.databaseUrl);
    await client.query('begin; lock table instance in access exclusive mode');
    await act();
    await client.end();
  };

  it('operations are stopped after ten seconds, told so, and leave nothing behind', async () => {
    const { hostname, id } = await world.instance();
    const before = await world.data(instanceByHostname, { hostname });
    const said: [string[], string][] = [];
    const ask = async (...operation: [string, object?]) => {
      const { codes, errors } = await world.graphql(...operation);
      said.push([codes, errors[0]!.message]);
    };

    await locked(() =>
      Promise.all([
        ask('{ instances { totalCount } }'),
        ask(updateInstance, { input: { id, imageId: 'ami-late' } }),
        ask(createInstance, { input: { hostname: 'late' } }),
      ]),
    );

    const change = [['DEADLINE_EXCEEDED'], stopped('Nothing of it was changed.')];
    const question = [['DEADLINE_EXCEEDED'], stopped('Ask for less at once.')];
    expect(said).toEqual(expect.arrayContaining([question, change, change]));
    expect(await world.data(instanceByHostname, { hostname })).toEqual(before);
    expect(await world.data('{ instance(by: { hostname: "late" }) { id } }')).toEqual({ instance: null });
    await world.data(updateInstance, { input: { id, imageId: 'ami-next' } });
  });

  it('a statement that is stopped waits no longer in PostgreSQL either', async () => {
    const watcher = await connect(world.databaseUrl);
    const waiting = async () =>
      (await watcher.query("select 1 from pg_locks where relation = 'instance'::regclass and not granted"))
        .rows.length;
    const seen: number[] = [];

    await locked(async () => {
      const asked = world.graphql('{ instance(by: { hostname: "any" }) { id } }');
      await eventually(async () => expect(await waiting()).toBe(1));
      seen.push(await waiting());
      await asked;
      await eventually(async () => expect(await waiting()).toBe(0));
      seen.push(await waiting());
    });
    await watcher.end();

    expect(seen).toEqual([1, 0]);
  });
});

describe('a deadline', () => {
  it('is over by the time alone, and aborts then', () => {
    const deadline = new Deadline(0);

    expect(deadline.signal.aborted).toBe(true);
    expect(() => deadline.expect()).toThrow(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
  });

  it('lets go on whatever is in time', async () => {
    const deadline = new Deadline(60_000);

    deadline.expect();
    await deadline.waitFor(Promise.resolve(), () => Promise.reject(new Error('this is not undone')));

    expect(deadline.signal.aborted).toBe(false);
    deadline.clear();
  });

  it('undoes what comes to its end later', async () => {
    let finish = () => {};
    const work = new Promise<void>((resolve) => (finish = resolve));
    const undone: string[] = [];

    const waited = new Deadline(0).waitFor(work, async () => void undone.push('undone'));
    await expect(waited).rejects.toThrow(expect.objectContaining({ code: 'DEADLINE_EXCEEDED' }));
    finish();
    await eventually(async () => expect(undone).toEqual(['undone']));
  });

  it('ends the wait for the one connection of SQLite that writes, which goes on being used', async () => {
    const world = await openWorld({ database: 'sqlite', operationTimeoutMs });
    const other = world.orm.em.fork();
    await other.begin();

    const late = world.orm.em.fork({ signal: new Deadline(20).signal });
    await expect(late.nativeUpdate(Instance, {}, { imageId: 'ami-1' })).rejects.toThrow(/took longer/);
    await other.rollback();

    await world.instance();
    await world.close();
  });
});
