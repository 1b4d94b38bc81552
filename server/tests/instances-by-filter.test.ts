/** Changing and deleting all machines that match a filter. */
import { beforeAll, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { deleteByFilter, jobDone, updateByFilter } from './support/job-client.ts';
import { addMachines, share } from './support/many-machines.ts';
import { createSshKey, createUserData } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

onBothDatabases('all machines of a filter', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    for (const [n, name] of ['alice', 'bob', 'carol'].entries())
      await world.data(createSshKey, { input: { name, publicKey: exampleKeys[n]!.line } });
    await world.data(createUserData, { input: { name: 'base', text: '#!/bin/sh\n' } });
  });

  const see = async (search: string) => {
    const { instances } = await world.data(
      `query ($search: String) { instances(search: $search) { nodes { hostname version tags { key value }
        keys { name } userData { name } availabilityZone region metadataOptions { httpTokens instanceMetadataTags } } } }`,
      { search },
    );
    return instances.nodes;
  };
  const namesOf = async (search: string) =>
    (await see(search)).map(({ hostname }: { hostname: string }) => hostname);

  it('are given a key once that is named twice', async () => {
    await world.instance({ hostname: 'twice-1' });

    const job = await jobDone(world, updateByFilter, {
      input: { search: 'twice-', patch: { addKeys: ['alice', 'alice'] } },
    });

    expect(job).toMatchObject({ state: 'SUCCEEDED', error: null, done: 1 });
    expect(await see('twice-')).toMatchObject([{ keys: [{ name: 'alice' }] }]);
  });

  it('are given tags, keys and values, and lose others; what is not named stays', async () => {
    const given = { keys: ['bob', 'alice'], userDataText: 'own', tags: tagsOf({ a: '1', b: '1', c: '1' }) };
    await world.instance({ hostname: 'patch-1', ...given });
    await world.instance({ hostname: 'patch-2' });

    const job = await jobDone(world, updateByFilter, {
      input: {
        search: 'patch-',
        patch: {
          addTags: tagsOf({ b: '2', d: '2' }),
          removeTags: ['c', 'none'],
          addKeys: ['carol', 'alice'],
          removeKeys: ['bob'],
          userData: 'base',
          httpTokens: 'REQUIRED',
          availabilityZone: 'eu-lab-1b',
        },
      },
    });

    const same = {
      userData: { name: 'base' },
      availabilityZone: 'eu-lab-1b',
      region: 'eu-lab-1',
      metadataOptions: { httpTokens: 'REQUIRED', instanceMetadataTags: 'DISABLED' },
      version: 2,
    };
    expect(job).toMatchObject({
      state: 'SUCCEEDED',
      total: 2,
      done: 2,
      failed: 0,
      failures: [],
      error: null,
    });
    expect(await see('patch-')).toEqual([
      { hostname: 'patch-1', tags: tagsOf({ a: '1', b: '2', d: '2' }), keys: keysOf('alice carol'), ...same },
      { hostname: 'patch-2', tags: tagsOf({ b: '2', d: '2' }), keys: keysOf('carol alice'), ...same },
    ]);
  });

  it('are left alone where they are already so, and count as done', async () => {
    await world.instance({ hostname: 'same-1', tags: tagsOf({ a: '1' }) });
    const input = { search: 'same-', patch: { addTags: tagsOf({ a: '1' }), removeKeys: ['alice'] } };

    const job = await jobDone(world, updateByFilter, { input });

    expect(job).toMatchObject({ state: 'SUCCEEDED', done: 1 });
    expect(await see('same-')).toMatchObject([{ version: 1 }]);
  });

  it('have it in their history who asked for it, and by which request', async () => {
    await world.instance({ hostname: 'asked-1' });
    const input = { search: 'asked-', patch: { addTags: tagsOf({ a: '1' }) } };

    const { requestId, actorName } = await jobDone(world, updateByFilter, { input });

    const { instance } = await world.data(`{ instance(by: { hostname: "asked-1" }) {
      history { nodes { actorKind actorName requestId changes { field before after } } } } }`);
    expect(actorName).toBe('operator');
    expect(instance.history.nodes[0]).toEqual({
      actorKind: 'API_TOKEN',
      actorName: 'operator',
      requestId,
      changes: [{ field: 'tags.a', before: null, after: '1' }],
    });
  });

  it('are told of it at once, although they are in memory', async () => {
    const { guest } = await world.instance({
      hostname: 'told-1',
      tags: tagsOf({ a: '1' }),
      metadataOptions: { instanceMetadataTags: 'ENABLED' },
    });
    const tag = async () => (await guest.get('/latest/meta-data/tags/instance/a')).text;
    const before = await tag();

    await jobDone(world, updateByFilter, {
      input: { search: 'told-', patch: { addTags: tagsOf({ a: '2' }) } },
    });
    const changed = await tag();
    await jobDone(world, deleteByFilter, { input: { search: 'told-' } });

    expect([before, changed]).toEqual(['1', '2']);
    expect((await guest.get('/latest/meta-data/tags/instance/a')).status).toBe(404);
  });

  it('are only counted where that is asked', async () => {
    await world.instance({ hostname: 'count-1' });
    await world.instance({ hostname: 'count-2' });
    const ask = (mutation: string, more: object) =>
      world.data(mutation, { input: { search: 'count-', dryRun: true, ...more } });

    const counted = [
      await ask(updateByFilter, { patch: { httpTokens: 'REQUIRED' } }),
      await ask(deleteByFilter, { except: ['count-1'] }),
    ];

    expect(counted).toEqual([
      { updateInstancesByFilter: { count: 2, job: null } },
      { deleteInstancesByFilter: { count: 1, job: null } },
    ]);
    expect(await see('count-')).toMatchObject([{ version: 1 }, { version: 1 }]);
    expect((await world.data('{ jobs(filter: { state: QUEUED }) { totalCount } }')).jobs.totalCount).toBe(0);
  });

  it('are deleted but for those that are named', async () => {
    for (const n of [1, 2, 3]) await world.instance({ hostname: `gone-${n}` });

    const job = await jobDone(world, deleteByFilter, { input: { search: 'gone-', except: ['gone-2'] } });

    expect(job).toMatchObject({ kind: 'DELETE_INSTANCES', state: 'SUCCEEDED', total: 2, done: 2 });
    expect(await namesOf('gone-')).toEqual(['gone-2']);
  });

  it.each([
    [{}],
    [{ filter: {} }],
    [{ filter: { tag: null, key: null }, search: ' \t' }],
    [{ except: [], search: '' }],
  ])('are not all of them without saying so: %j', async (input) => {
    const { problems, errors } = await world.graphql(deleteByFilter, { input });
    const { deleteInstancesByFilter: all } = await world.data(deleteByFilter, {
      input: { ...input, all: true, dryRun: true },
    });

    expect(problems).toEqual(['input.all: BAD_USER_INPUT']);
    expect(errors[0]!.message).toContain('every instance');
    expect(all.count).toBe((await world.data('{ instances { totalCount } }')).instances.totalCount);
  });

  it('are left alone where the input is wrong for all of them, as each of its fields says', async () => {
    await world.instance({ hostname: 'wrong-1' });
    const input = {
      filter: { key: 'nobody' },
      except: ['nobody'],
      patch: {
        addTags: [{ key: 'a' }, { key: '' }, { key: 'a' }, { key: 'b c' }],
        removeTags: ['a'],
        addKeys: ['alice', 'nobody'],
        removeKeys: ['bob', 'alice'],
        userData: 'nothing',
        availabilityZone: 'nowhere!',
        httpPutResponseHopLimit: 65,
        instanceMetadataTags: 'ENABLED',
      },
    };

    const { problems } = await world.graphql(updateByFilter, { input });

    expect(problems).toEqual([
      'input.except.0: NOT_FOUND',
      'input.filter.key: NOT_FOUND',
      'input.patch.addKeys.1: NOT_FOUND',
      'input.patch.addTags.1.key: BAD_USER_INPUT',
      'input.patch.addTags.2.key: BAD_USER_INPUT',
      'input.patch.addTags.3.key: BAD_USER_INPUT',
      'input.patch.availabilityZone: BAD_USER_INPUT',
      'input.patch.httpPutResponseHopLimit: BAD_USER_INPUT',
      'input.patch.removeKeys.1: BAD_USER_INPUT',
      'input.patch.removeTags.0: BAD_USER_INPUT',
      'input.patch.userData: NOT_FOUND',
    ]);
  });

  it('need something that is to be changed', async () => {
    for (const patch of [{}, { httpTokens: null }, { addTags: [], removeKeys: null }])
      expect((await world.graphql(updateByFilter, { input: { all: true, patch } })).problems).toEqual([
        'input.patch: BAD_USER_INPUT',
      ]);
  });

  it('are changed but for those that may not be, each named with the reason', async () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, '']));
    await world.instance({ hostname: 'refused-full', tags: tagsOf(many) });
    await world.instance({
      hostname: 'refused-sees',
      metadataOptions: { instanceMetadataTags: 'ENABLED' },
    });
    await world.instance({ hostname: 'refused-not' });

    const job = await jobDone(world, updateByFilter, {
      input: { search: 'refused-', patch: { addTags: tagsOf({ 'a b': '1' }) } },
    });

    expect(job).toMatchObject({ state: 'FAILED', total: 3, done: 1, failed: 2, error: null });
    expect(
      Object.fromEntries(job.failures.map(({ subjectName, message }) => [subjectName, message])),
    ).toEqual({
      'refused-full': 'refused-full would have 51 tags; an instance has at most 50.',
      'refused-sees': expect.stringMatching(/^The machine could not read the tag "a b"/),
    });
    expect(await see('refused-')).toMatchObject([
      { hostname: 'refused-full', version: 1 },
      { hostname: 'refused-not', tags: tagsOf({ 'a b': '1' }) },
      { hostname: 'refused-sees', version: 1 },
    ]);
  });

  it('are found by each condition of a list', async () => {
    const shared = await share(world, 'found');
    await addMachines(world, 3, shared);
    await world.instance({
      hostname: 'found-1',
      instanceType: 'x9.large',
      imageId: 'ami-found',
      availabilityZone: 'found-1a',
      tags: tagsOf({ found: 'yes' }),
      metadataOptions: { httpEndpoint: 'DISABLED', httpTokens: 'REQUIRED', instanceMetadataTags: 'ENABLED' },
    });
    const counts = async (filter: object) => {
      const { deleteInstancesByFilter: counted } = await world.data(deleteByFilter, {
        input: { filter, dryRun: true, except: ['patch-1', 'patch-2'] },
      });
      const { instances } = await world.data(
        'query ($filter: InstanceFilter) { instances(filter: $filter) { totalCount } }',
        { filter },
      );
      return [counted.count, instances.totalCount];
    };

    const asked = [
      { key: shared.key },
      { userData: shared.userData },
      { subnet: shared.subnet },
      { securityGroup: shared.group },
      { iamRole: shared.role },
    ];
    for (const filter of asked) expect([filter, await counts(filter)]).toEqual([filter, [3, 3]]);
    for (const filter of [
      { tag: { key: 'found' } },
      { tag: { key: 'found', value: 'yes' } },
      { instanceType: 'x9.large' },
      { imageId: 'ami-found' },
      { availabilityZone: 'found-1a' },
      { httpEndpoint: 'DISABLED' },
      { tag: { key: 'found' }, httpTokens: 'REQUIRED', instanceMetadataTags: 'ENABLED', hasUserData: false },
    ])
      expect([filter, await counts(filter)]).toEqual([filter, [1, 1]]);
  });
});

const tagsOf = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }));
const keysOf = (names: string) => names.split(' ').map((name) => ({ name }));
