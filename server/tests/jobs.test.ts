/** Work that continues after its mutation was answered: its owner, its order, its end, and its obstacles. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { ActorKind } from '../audit/audit-entry.entity.ts';
import { JobTarget } from '../jobs/job-target.entity.ts';
import { Job, JobKind } from '../jobs/job.entity.ts';
import { pruneJobs } from '../jobs/prune-jobs.ts';
import { eventually } from './support/eventually.ts';
import { sql } from './support/first-database.ts';
import {
  cancelJob,
  deleteByFilter,
  jobDone,
  jobEnd,
  jobNow,
  updateByFilter,
  type JobFacts,
} from './support/job-client.ts';
import { addMachines, share } from './support/many-machines.ts';
import { updateUser } from './support/operations.ts';
import { connect } from './support/own-postgres-product.ts';
import { onBothDatabases, openWorld, type World } from './support/world.ts';

/** Makes a job that another server has leased for half a minute. */
async function jobElsewhere(
  world: World,
  actor: { id: string; name: string; kind: ActorKind },
  ids: string[],
) {
  const em = world.orm.em.fork();
  const now = world.clock();
  const asked = { actorKind: actor.kind, actorId: actor.id, actorName: actor.name, requestId: 'elsewhere' };
  const job = new Job({ kind: JobKind.DELETE_INSTANCES, createdAt: now, ...asked });
  job.lease('another server', { now, until: new Date(now.getTime() + 30_000) });
  job.total = ids.length;
  em.persist(job);
  await em.flush();
  for (const record of ids) await em.insert(JobTarget, { job: job.id, record });
  world.pass(1); // so that later jobs have a later time
  return job.id;
}

const viewerOf = async (world: World, as: 'operator' | { cookie: string }) => {
  const { viewer } = await world.data('{ viewer { name apiToken { id } user { id } } }', {}, { as });
  const kind = viewer.user ? ActorKind.USER : ActorKind.API_TOKEN;
  return { name: viewer.name as string, id: (viewer.user ?? viewer.apiToken).id as string, kind };
};

const tag = (value: string) => ({ addTags: [{ key: 'job', value }] });

onBothDatabases('a job', (open) => {
  it('goes through more machines than the 500 of a chunk, and says how far it is', async () => {
    const world = await open();
    await addMachines(world, 520, await share(world, 'many'));

    const tagged = await jobDone(world, updateByFilter, {
      input: { filter: { tag: { key: 'team' } }, patch: tag('1') },
    });
    const { instances } = await world.data(
      '{ instances(filter: { tag: { key: "job", value: "1" } }) { totalCount nodes { version } } }',
    );
    const deleted = await jobDone(world, deleteByFilter, { input: { filter: { tag: { key: 'job' } } } });

    const counted = { total: 520, done: 520, failed: 0, state: 'SUCCEEDED' };
    expect([tagged, deleted]).toMatchObject([counted, counted]);
    expect(instances.totalCount).toBe(520);
    expect(new Set(instances.nodes.map(({ version }: { version: number }) => version))).toEqual(new Set([2]));
    const left = await world.data(`{ instances { totalCount }
      auditEntries(first: 1, filter: { subjectType: "Instance", action: DELETED }) { totalCount } }`);
    expect(left).toEqual({ instances: { totalCount: 1 }, auditEntries: { totalCount: 520 } });
    expect(await world.orm.em.fork().count(JobTarget)).toBe(0);
  });

  it('is in the history with who asked for it, and so is its cancellation', async () => {
    const world = await open();
    const { id: machine } = await world.instance();
    const id = await jobElsewhere(world, await viewerOf(world, 'operator'), [machine]);
    const made = await world.data(updateByFilter, { input: { all: true, patch: tag('1') } });

    await world.data(cancelJob, { input: { id } }, { as: 'superuser' });

    const { auditEntries } = await world.data(
      '{ auditEntries(filter: { subjectType: "Job" }) { nodes { action actorName subjectId changes { field after } } } }',
    );
    expect(auditEntries.nodes).toEqual([
      {
        action: 'UPDATED',
        actorName: 'superuser',
        subjectId: id,
        changes: [{ field: 'state', after: 'CANCELLED' }],
      },
      {
        action: 'CREATED',
        actorName: 'operator',
        subjectId: made.updateInstancesByFilter.job.id,
        changes: [
          { field: 'kind', after: 'UPDATE_INSTANCES' },
          { field: 'total', after: 1 },
          { field: 'addTags', after: [{ key: 'job', value: '1' }] },
        ],
      },
    ]);
  });

  it('waits until another server has had it for half a minute without a word, and goes on then', async () => {
    const world = await open();
    const { id: machine } = await world.instance({ hostname: 'waits' });
    const id = await jobElsewhere(world, await viewerOf(world, 'operator'), [machine]);
    const other = await world.person('ann', 'OPERATOR');
    const input = { search: 'nothing has this', patch: tag('1') };
    await jobDone(world, updateByFilter, { input, as: { cookie: other.cookie } });
    const meanwhile = await jobNow(world, id);

    world.pass(31);

    expect(meanwhile).toMatchObject({ state: 'RUNNING', done: 0 });
    expect(await jobEnd(world, id)).toMatchObject({ state: 'SUCCEEDED', done: 1 });
  });

  it('waits for the earlier ones of the same person, of which there are ten at most', async () => {
    const world = await open();
    await world.instance({ hostname: 'queued' });
    const first = await jobElsewhere(world, await viewerOf(world, 'operator'), []);
    const ask = (n: number) =>
      world.graphql(updateByFilter, { input: { search: 'queued', patch: tag(String(n)) } });
    const made: JobFacts[] = [];
    for (let n = 1; n < 10; n += 1) {
      world.pass(1);
      made.push((await ask(n)).data.updateInstancesByFilter.job);
    }

    const refused = await ask(11);
    const { jobs } = await world.data('{ jobs(filter: { state: QUEUED }) { totalCount nodes { id } } }');
    await world.data(cancelJob, { input: { id: first } });
    const ended: JobFacts[] = [];
    for (const { id } of made) ended.push(await jobEnd(world, id));

    expect(refused).toMatchObject({ codes: ['RATE_LIMITED'], status: 429 });
    expect(refused.errors[0]!.message).toMatch(
      /^You have 10 jobs .* at most 10: wait for one, or cancel one\./,
    );
    expect(jobs.totalCount).toBe(9);
    expect(jobs.nodes.map(({ id }: JobFacts) => id)).toEqual(made.map(({ id }) => id).toReversed());
    expect(ended.every(({ state }) => state === 'SUCCEEDED')).toBe(true);
    const { instance } = await world.data(
      '{ instance(by: { hostname: "queued" }) { version tags { value } } }',
    );
    expect(instance).toEqual({ version: 10, tags: [{ value: '9' }] });
  });

  it('ends where who asked for it may no more, and says so', async () => {
    const world = await open();
    const { id: machine } = await world.instance({ hostname: 'kept' });
    const ann = await world.person('ann', 'OPERATOR');
    const bob = await world.person('bob', 'OPERATOR');
    const [one, two] = [
      await jobElsewhere(world, await viewerOf(world, { cookie: ann.cookie }), [machine]),
      await jobElsewhere(world, await viewerOf(world, { cookie: bob.cookie }), [machine]),
    ];
    await world.data(updateUser, { input: { id: 'ann', role: 'VIEWER' } }, { as: 'superuser' });
    await world.data(updateUser, { input: { id: 'bob', disabled: true } }, { as: 'superuser' });

    world.pass(31);

    const ended = [
      await jobEnd(world, one, { as: 'superuser' }),
      await jobEnd(world, two, { as: 'superuser' }),
    ];
    expect(ended.map(({ state, done, error }) => [state, done, error])).toEqual([
      ['FAILED', 0, 'ann has the permission instances:write no more.'],
      ['FAILED', 0, 'bob has the permission instances:write no more.'],
    ]);
    expect((await world.data('{ instances { totalCount } }')).instances.totalCount).toBe(1);
    expect(await world.orm.em.fork().count(JobTarget)).toBe(0);
  });

  it('leaves machines with a role to those who may assign roles, names 100 of them and counts all', async () => {
    const world = await open();
    const shared = await share(world, 'guarded');
    await addMachines(world, 120, shared);
    await world.instance({ hostname: 'free' });
    const as = 'operatorWithoutRoles';

    const deleted = await jobDone(world, deleteByFilter, { input: { all: true }, as });
    const changed = await jobDone(world, updateByFilter, {
      input: { filter: { iamRole: shared.role }, patch: { removeKeys: [shared.key], ...tag('1') } },
      as,
    });

    expect(deleted).toMatchObject({ state: 'FAILED', total: 122, done: 2, failed: 120, error: null });
    expect(changed).toMatchObject({ state: 'FAILED', total: 120, done: 0, failed: 120 });
    for (const { failures } of [deleted, changed]) {
      expect(failures).toHaveLength(100);
      expect(failures[0]).toMatchObject({
        code: 'FORBIDDEN',
        subjectName: expect.stringMatching(/^many-/),
        message: expect.stringMatching(/^many-\d+ has a role/),
        hint: expect.stringContaining('rolesAssign'),
      });
    }
    const { job } = await world.data(
      `{ job(id: "${deleted.id}") { failures(first: 3) { subjectId } } }`,
      {},
      { as },
    );
    expect(job.failures).toHaveLength(3);
  });

  it('goes on past a machine of which the database takes no change, whatever the reason', async () => {
    const world = await open();
    for (const n of [1, 2, 3]) await world.instance({ hostname: `stuck-${n}` });
    const em = world.orm.em.fork() as SqlEntityManager;
    const isSqlite = world.database === 'sqlite';
    if (isSqlite)
      await em.execute(`create trigger stuck before delete on instance when old.hostname = 'stuck-2'
        begin select raise(abort, 'no'); end`);
    else
      await em.execute(`create function stuck() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
        create trigger stuck before delete on instance for each row when (old.hostname = 'stuck-2')
        execute function stuck()`);

    const job = await jobDone(world, deleteByFilter, { input: { search: 'stuck-' } });

    expect(job).toMatchObject({ state: 'FAILED', total: 3, done: 2, failed: 1 });
    expect(job.failures).toMatchObject([{ code: 'INTERNAL_SERVER_ERROR', subjectName: null }]);
    expect((await world.data('{ instances { nodes { hostname } } }')).instances.nodes).toEqual([
      { hostname: 'stuck-2' },
    ]);
  });

  it('is seen by who made it, by auditors and superusers, and cancelled by the first and the last', async () => {
    const world = await open();
    const id = await jobElsewhere(world, await viewerOf(world, 'operator'), []);
    const see = async (as: 'operator' | 'operatorWithoutRoles' | 'viewer' | 'auditor' | 'superuser') => {
      const { data } = await world.graphql(
        `{ job(id: "${id}") { id } node(id: "${id}") { id } jobs { totalCount } }`,
        {},
        { as },
      );
      return [data.job?.id === id, data.node?.id === id, data.jobs.totalCount === 1];
    };

    for (const as of ['operator', 'auditor', 'superuser'] as const)
      expect([as, await see(as)]).toEqual([as, [true, true, true]]);
    for (const as of ['operatorWithoutRoles', 'viewer'] as const)
      expect([as, await see(as)]).toEqual([as, [false, false, false]]);
    const cancelBy = (as: 'operator' | 'operatorWithoutRoles' | 'auditor' | 'superuser') =>
      world.graphql(cancelJob, { input: { id } }, { as });
    expect((await cancelBy('operatorWithoutRoles')).problems).toEqual(['input.id: NOT_FOUND']);
    expect((await cancelBy('auditor')).codes).toEqual(['FORBIDDEN']);
    expect((await cancelBy('superuser')).data.cancelJob.job).toMatchObject({
      state: 'CANCELLED',
      error: 'superuser cancelled it.',
    });
    expect((await cancelBy('operator')).data.cancelJob.job.error).toBe('superuser cancelled it.');
  });

  it('is cancelled before its turn, and nothing of it is done', async () => {
    const world = await open();
    await world.instance();
    await jobElsewhere(world, await viewerOf(world, 'operator'), []);
    const made = await world.data(deleteByFilter, { input: { all: true } });

    const { cancelJob: cancelled } = await world.data(cancelJob, {
      input: { id: made.deleteInstancesByFilter.job.id },
    });

    expect(cancelled.job).toMatchObject({ state: 'CANCELLED', total: 1, done: 0, startedAt: null });
    expect(cancelled.job.endedAt).not.toBeNull();
    expect((await world.data('{ instances { totalCount } }')).instances.totalCount).toBe(1);
    expect(await world.orm.em.fork().count(JobTarget)).toBe(0);
  });

  it('ends where a key that it adds was deleted meanwhile', async () => {
    const world = await open();
    const shared = await share(world, 'lost');
    await world.instance({ hostname: 'lost' });
    const first = await jobElsewhere(world, await viewerOf(world, 'operator'), []);
    const made = await world.data(updateByFilter, {
      input: { search: 'lost', patch: { addKeys: [shared.key], ...tag('1') } },
    });
    await world.data(`mutation { deleteSshKey(input: { id: "${shared.key}" }) { outcome } }`);

    await world.data(cancelJob, { input: { id: first } });

    expect(await jobEnd(world, made.updateInstancesByFilter.job.id)).toMatchObject({
      state: 'FAILED',
      done: 0,
      error: 'A key that it adds was deleted meanwhile.',
    });
  });

  it('is forgotten a week after its end', async () => {
    const world = await open();
    const { id } = await jobDone(world, deleteByFilter, { input: { search: 'nothing has this' } });
    const kept = async () => (await world.data(`{ job(id: "${id}") { id } }`)).job;

    world.pass(7 * 24 * 3600 - 60);
    await pruneJobs(world.orm.em.fork(), world.clock());
    expect(await kept()).toEqual({ id });

    world.pass(120);
    await pruneJobs(world.orm.em.fork(), world.clock());
    expect(await kept()).toBeNull();
  });
});

describe('a job that adds a key, on postgresql', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld({ database: 'postgresql' })));
  afterAll(() => world.close());

  it('has the key for a chunk: whoever deletes it meanwhile waits, and takes it from those machines', async () => {
    const shared = await share(world, 'kept');
    for (const n of [1, 2]) await world.instance({ hostname: `kept-${n}` });
    const client = await connect(world.databaseUrl);
    await client.query("begin; select 1 from instance where hostname = 'kept-2' for update");
    const waiting = async (count: number) => {
      const rows = await sql(
        world.orm,
        "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      if (rows.length !== count) throw new Error(`${rows.length} wait`);
    };

    const made = await world.data(updateByFilter, {
      input: { search: 'kept-', patch: { addKeys: [shared.key] } },
    });
    await eventually(() => waiting(1));
    const deletion = world.graphql(
      `mutation { deleteSshKey(input: { id: "${shared.key}", force: true }) { outcome } }`,
    );
    await Promise.race([deletion, eventually(() => waiting(2))]);
    await client.query('rollback');
    await client.end();

    expect(await jobEnd(world, made.updateInstancesByFilter.job.id)).toMatchObject({
      state: 'SUCCEEDED',
      done: 2,
      failed: 0,
    });
    expect((await deletion).codes).toEqual([]);
    const { instances } = await world.data(
      '{ instances(search: "kept-") { nodes { version keys { name } } } }',
    );
    expect(instances.nodes).toEqual([
      { version: 3, keys: [] },
      { version: 3, keys: [] },
    ]);
  });
});
