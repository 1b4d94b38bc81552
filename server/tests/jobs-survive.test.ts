/** Jobs in real processes: nothing is done twice or left out, however a server ends. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { databaseKinds, migratedDatabase, type DatabaseKind } from './support/databases.ts';
import type { Anything } from './support/graphql-client.ts';
import { cancelJob, deleteByFilter, jobEnd, jobNow, jobWhen, updateByFilter } from './support/job-client.ts';
import { addMachines, share } from './support/many-machines.ts';
import type { TestDatabase } from './support/postgres.ts';
import { Product } from './support/product.ts';
import { openWorld } from './support/world.ts';

const count = 1_001; // three chunks
const filter = { tag: { key: 'team' } };

/** Makes a database with machines and no running server, and the token of an operator. */
async function withMachines(
  database: DatabaseKind,
  machines = count,
): Promise<{ database: TestDatabase; operator: string }> {
  const fresh = await migratedDatabase(database);
  const world = await openWorld({ database, fresh });
  await addMachines(world, machines, await share(world, 'many'));
  await world.stop();
  return { database: fresh, operator: world.tokens.operator };
}

describe.each(databaseKinds)('A job, on %s', (kind) => {
  let database: TestDatabase;
  let operator: string;
  const products: Product[] = [];

  const start = async () => {
    const product = await Product.on(database.url);
    product.tokens.operator = operator;
    products.push(product);
    await product.begin();
    return product;
  };

  afterEach(async () => {
    for (const product of products.splice(0)) await product.end('SIGKILL');
    await database.drop();
  });

  it('does each machine once although its server is killed again and again', async () => {
    ({ database, operator } = await withMachines(kind));
    const product = await start();
    const { deleteInstancesByFilter: made } = await product.data(deleteByFilter, { input: { filter } });
    const { id } = made.job;

    for (const done of [1, 1_000]) {
      await jobWhen(product, id, { isSo: (job) => job.done >= done });
      await product.end('SIGKILL');
      await product.begin();
    }

    expect(await jobEnd(product, id)).toMatchObject({
      state: 'SUCCEEDED',
      total: count,
      done: count,
      failed: 0,
    });
    const { instances, auditEntries } = await product.data(`{ instances { totalCount }
      auditEntries(first: 1, filter: { subjectType: "Instance", action: DELETED }) { totalCount } }`);
    expect([instances.totalCount, auditEntries.totalCount]).toEqual([1, count]);
  });

  it('goes on where another server ended as it was told, without a wait', async () => {
    const machines = 1_000; // two chunks
    ({ database, operator } = await withMachines(kind, machines));
    const one = await start();
    const { updateInstancesByFilter: made } = await one.data(updateByFilter, {
      input: { filter, patch: { addTags: [{ key: 'moved', value: '1' }] } },
    });
    await jobWhen(one, made.job.id, { isSo: ({ done }) => done > 0 });
    await one.end('SIGTERM');

    const other = await start();

    expect(await jobEnd(other, made.job.id)).toMatchObject({ state: 'SUCCEEDED', done: machines });
    const { instances } = await other.data(
      '{ instances(first: 500, filter: { tag: { key: "moved" } }) { totalCount nodes { version } } }',
    );
    expect(instances.totalCount).toBe(machines);
    expect(instances.nodes.every(({ version }: Anything) => version === 2)).toBe(true);
  });

  it('stops at the next chunk when it is cancelled, and says what was done', async () => {
    ({ database, operator } = await withMachines(kind));
    const product = await start();
    const { deleteInstancesByFilter: made } = await product.data(deleteByFilter, { input: { filter } });
    const { id } = made.job;
    await jobWhen(product, id, { isSo: ({ done }) => done > 0 });

    const { cancelJob: cancelled } = await product.data(cancelJob, { input: { id } });

    const left = async () => (await product.data('{ instances { totalCount } }')).instances.totalCount;
    const { state, done, error } = cancelled.job;
    expect({ state, error, left: await left() }).toEqual({
      state: 'CANCELLED',
      error: 'operator cancelled it.',
      left: count - done + 1,
    });
    expect(done % 500).toBe(0);
    expect(done).toBeLessThan(count);
    await jobEnd(
      product,
      (await product.data(deleteByFilter, { input: { search: 'no such' } })).deleteInstancesByFilter.job.id,
    );
    expect(await jobNow(product, id)).toMatchObject({ done, state: 'CANCELLED' });
    expect(await left()).toBe(count - done + 1);
  });
});
