/** Bulk operations, and dry runs. */
import { beforeAll, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import type { Anything } from './support/graphql-client.ts';
import {
  createInstance,
  createSshKey,
  createUserData,
  createUser,
  deleteInstance,
  deleteInstances,
  deleteSshKey,
  deleteUserData,
  reprovisionInstance,
  updateInstance,
  upsertInstance,
  upsertInstances,
  upsertSecurityGroups,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const importKeys = `mutation ($input: ImportSshKeysInput!) { importSshKeys(input: $input) {
  results { index outcome sshKey { name } error { code fieldErrors { path code } } }
  summary { created updated unchanged deleted failed } } }`;

const none = { created: 0, updated: 0, unchanged: 0, deleted: 0, failed: 0 };

onBothDatabases('many machines at once', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const names = async (search: string) =>
    (
      await world.data('query ($search: String) { instances(search: $search) { nodes { hostname } } }', {
        search,
      })
    ).instances.nodes.map(({ hostname }: { hostname: string }) => hostname);

  it('are not two inputs about one machine, each by another of its names', async () => {
    await world.data(upsertInstances, {
      input: { instances: [{ hostname: 'named-twice', externalId: 'named:twice' }] },
    });
    const instances = [
      { externalId: 'named:twice', hostname: 'named-anew' },
      { hostname: 'named-twice', imageId: 'ami-2' },
    ];

    const { errors, problems } = await world.graphql(upsertInstances, { input: { instances } });
    const { upsertInstances: done } = await world.data(upsertInstances, {
      input: { instances, atomic: false },
    });

    expect(problems).toEqual(['input.instances.1: BAD_USER_INPUT']);
    expect(errors[0]!.message).toMatch(/^Another input of this call is about named-twice \(i-\w+\) too\.$/);
    expect(done.results).toMatchObject([
      { outcome: 'UPDATED', instance: { hostname: 'named-anew' } },
      { outcome: null, error: { code: 'BAD_USER_INPUT' } },
    ]);
  });

  it('become what they should be: new, changed, or left alone', async () => {
    await world.instance({ hostname: 'mix-same', addresses: ['10.2.0.1'] });
    await world.instance({ hostname: 'mix-changed', addresses: ['10.2.0.2'] });

    const { upsertInstances: done } = await world.data(upsertInstances, {
      input: {
        instances: [
          { hostname: 'mix-new', addresses: ['10.2.0.3'] },
          { hostname: 'mix-same', addresses: ['10.2.0.1'] },
          { hostname: 'mix-changed', addresses: ['10.2.0.2'], imageId: 'ami-2' },
        ],
      },
    });

    expect(done.results.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'CREATED',
      'UNCHANGED',
      'UPDATED',
    ]);
    expect(done.results.map(({ index }: { index: number }) => index)).toEqual([0, 1, 2]);
    expect(done.summary).toEqual({ ...none, created: 1, unchanged: 1, updated: 1 });
  });

  const withOneWrong = [
    { hostname: 'some-1', addresses: ['10.2.1.1'] },
    { hostname: 'some-2', keys: ['nobody'] },
    { hostname: 'some-3', addresses: ['10.2.1.1'] },
    { hostname: 'some-4' },
  ];

  it('are all refused when one is wrong', async () => {
    const answer = await world.graphql(upsertInstances, { input: { instances: withOneWrong } });

    expect(answer.problems).toEqual([
      'input.instances.1.keys.0: NOT_FOUND',
      'input.instances.2.addresses.0: ALREADY_EXISTS',
    ]);
    expect(await names('some-')).toEqual([]);
  });

  it('go through but for the wrong ones where that is asked for', async () => {
    const { upsertInstances: done } = await world.data(upsertInstances, {
      input: { instances: withOneWrong, atomic: false },
    });

    expect(done.summary).toEqual({ ...none, created: 2, failed: 2 });
    expect(done.results[1]).toMatchObject({
      outcome: null,
      instance: null,
      error: { code: 'NOT_FOUND', fieldErrors: [{ path: ['input', 'instances', '1', 'keys', '0'] }] },
    });
    expect(done.results[2].error.code).toBe('ALREADY_EXISTS');
    expect(await names('some-')).toEqual(['some-1', 'some-4']);
  });

  it('have what a refused one of them wanted', async () => {
    const instances = [
      { hostname: 'fixed', addresses: ['10.2.4.1'], mac: '52:54:00:02:04:01', keys: ['nobody'] },
      { hostname: 'fixed', addresses: ['10.2.4.1'], mac: '52:54:00:02:04:01' },
      { hostname: 'FIXED' },
    ];
    const securityGroups = [
      { name: 'fixed', description: 'a\0b' },
      { name: 'fixed', description: 'x' },
      { name: 'fixed' },
    ];

    const { upsertInstances: machines } = await world.data(upsertInstances, {
      input: { instances, atomic: false },
    });
    const { upsertSecurityGroups: groups } = await world.data(upsertSecurityGroups, {
      input: { securityGroups, atomic: false },
    });

    for (const { results } of [machines, groups])
      expect(results.map(({ outcome, error }: Anything) => outcome ?? error.code)).toEqual([
        expect.stringMatching(/NOT_FOUND|BAD_USER_INPUT/),
        'CREATED',
        'ALREADY_EXISTS',
      ]);
  });

  it('may not be the same machine twice', async () => {
    const { problems } = await world.graphql(upsertInstances, {
      input: { instances: [{ hostname: 'double' }, { hostname: 'double', imageId: 'ami-2' }] },
    });

    expect(problems).toEqual(['input.instances.1.hostname: ALREADY_EXISTS']);
  });

  it('can be five hundred', async () => {
    const instances = [...Array(500).keys()].map((n) => ({
      hostname: `fleet-${n}`,
      addresses: [`10.3.${n >> 8}.${n & 255}`],
      tags: [{ key: 'n', value: String(n) }],
    }));

    const { upsertInstances: made } = await world.data(upsertInstances, { input: { instances } });
    const { upsertInstances: repeated } = await world.data(upsertInstances, { input: { instances } });

    expect(made.summary).toEqual({ ...none, created: 500 });
    expect(repeated.summary).toEqual({ ...none, unchanged: 500 });
  });

  it('are deleted together, or none of them', async () => {
    const [one, two, three] = await Promise.all(
      ['gone-1', 'gone-2', 'gone-3'].map((hostname) => world.instance({ hostname })),
    );
    const ids = [one!.id, two!.instanceId, 'nobody', three!.hostname];

    expect((await world.graphql(deleteInstances, { input: { ids } })).problems).toEqual([
      'input.ids.2: NOT_FOUND',
    ]);
    expect(await names('gone-')).toHaveLength(3);

    const { deleteInstances: done } = await world.data(deleteInstances, { input: { ids, atomic: false } });
    expect(done.summary).toEqual({ ...none, deleted: 3, failed: 1 });
    expect(await names('gone-')).toEqual([]);
    expect((await one!.guest.get('/latest/meta-data/')).status).toBe(404);
  });
});

onBothDatabases('many keys at once', (open) => {
  it('are told apart, named by their comments, and registered once', async () => {
    const world = await open();
    const [first, second, third] = exampleKeys;
    const text = `# keys of the team\n${first!.line}\n\n${second!.line}\r\nnot a key\n${third!.line}\n${second!.line}\n`;

    const { importSshKeys: done } = await world.data(importKeys, { input: { text } });
    const { importSshKeys: repeated } = await world.data(importKeys, { input: { text: second!.line } });

    expect(done.summary).toEqual({
      created: 3,
      updated: 0,
      unchanged: expect.any(Number),
      deleted: 0,
      failed: 1,
    });
    expect(done.results[2]).toMatchObject({ outcome: null, error: { code: 'BAD_USER_INPUT' } });
    expect(done.results[0].sshKey.name).toBe(first!.comment);
    expect(repeated.results).toEqual([
      { index: 0, outcome: 'UNCHANGED', sshKey: { name: second!.comment }, error: null },
    ]);
    expect((await world.data('{ sshKeys { totalCount } }')).sshKeys.totalCount).toBe(3);
  });
});

onBothDatabases('an import of keys', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const [a, b, c] = exampleKeys.map(({ line }) => line.split(' ').slice(0, 2).join(' '));
  const imported = async (...lines: string[]) =>
    (await world.data(importKeys, { input: { text: lines.join('\n') } })).importSshKeys;

  it('takes a renewed certificate of a key for another one', async () => {
    const certificate = exampleKeys.find(({ type }) => type.startsWith('ssh-ed25519-cert'))!.line;
    const renewed = certificate.replace('IGgrhVY3', 'IGgrhVY4').replace(/ me .*/, ' renewed');
    await imported(certificate);

    const done = await imported(certificate, renewed);

    expect(done.results).toMatchObject([
      { outcome: 'UNCHANGED' },
      { outcome: 'CREATED', sshKey: { name: 'renewed' } },
    ]);
  });

  it('keeps the good lines where the name of one is taken, by another key or another line', async () => {
    await world.data(createSshKey, { input: { name: 'ops-eu', publicKey: a } });

    const done = await imported(
      `${b} ops/eu`,
      `${c} dev`,
      `${exampleKeys[4]!.line.split(' ', 2).join(' ')} dev`,
    );
    const repeated = await imported(`${b} ops/eu`);
    const renamed = await imported(`${b} ops/us`);

    expect(done.results.map((one: { sshKey: object | null }) => one.sshKey)).toEqual([
      null,
      { name: 'dev' },
      null,
    ]);
    for (const result of [done.results[0], done.results[2], repeated.results[0]])
      expect(result.error).toMatchObject({
        code: 'ALREADY_EXISTS',
        fieldErrors: [{ path: ['input', 'text', String(result.index), 'publicKey'] }],
      });
    expect(renamed.results).toMatchObject([{ outcome: 'CREATED', sshKey: { name: 'ops-us' } }]);
  });

  it('names keys by what a name may have of their comments', async () => {
    const long = '🔑'.repeat(300);
    const { results } = await imported(`${exampleKeys[5]!.line.split(' ', 2).join(' ')} tab\there\u200b`);
    const cut = await imported(`${exampleKeys[7]!.line.split(' ', 2).join(' ')} x${long}`);

    expect(results).toMatchObject([{ outcome: 'CREATED', sshKey: { name: 'tab here' } }]);
    expect(cut.results).toMatchObject([{ outcome: 'CREATED', sshKey: { name: `x${'🔑'.repeat(254)}` } }]);
  });
});

onBothDatabases('asking only what would happen', (open) => {
  it('changes nothing, and answers as if it had', async () => {
    const world = await open();
    await world.data(createSshKey, { input: { name: 'alice', publicKey: exampleKeys[0]!.line } });
    await world.data(createUserData, { input: { name: 'base', text: 'a' } });
    await world.instance({ hostname: 'web-1', addresses: ['10.1.0.1'], tags: [{ key: 'a', value: 'b' }] });
    const everything = `{
      instances { nodes { id version hostname instanceId imageId tags { key value } addresses } }
      sshKeys { nodes { id version name } } userDataDocuments { nodes { id version name sha256 } }
      auditEntries { totalCount } users { totalCount } apiTokens { nodes { name version } } }`;
    const see = () => world.data(everything, {}, { as: 'superuser' });
    const before = await see();

    const asked: [string, object, string][] = [
      [createInstance, { hostname: 'web-2', addresses: ['10.1.0.2'], userDataText: 'x' }, 'CREATED'],
      [updateInstance, { id: 'web-1', tags: [], imageId: 'ami-2' }, 'UPDATED'],
      [updateInstance, { id: 'web-1', tags: [{ key: 'a', value: 'b' }] }, 'UNCHANGED'],
      [upsertInstance, { hostname: 'web-1', addresses: ['10.1.0.3'] }, 'UPDATED'],
      [reprovisionInstance, { id: 'web-1' }, 'UPDATED'],
      [deleteInstance, { id: 'web-1' }, 'DELETED'],
      [createSshKey, { name: 'bob', publicKey: exampleKeys[1]!.line }, 'CREATED'],
      [deleteSshKey, { id: 'alice' }, 'DELETED'],
      [createUserData, { name: 'other', text: 'x' }, 'CREATED'],
      [deleteUserData, { id: 'base' }, 'DELETED'],
      [createUser, { username: 'carol', password: 'long enough' }, 'CREATED'],
    ];
    for (const [operation, input, outcome] of asked) {
      const data = await world.data<Record<string, { outcome: string }>>(
        operation,
        { input: { ...input, dryRun: true } },
        { as: 'superuser' },
      );
      expect([input, Object.values(data)[0]!.outcome]).toEqual([input, outcome]);
    }
    const bulk = {
      dryRun: true,
      instances: [{ hostname: 'web-1', imageId: 'ami-3' }, { hostname: 'web-9' }],
    };
    const { upsertInstances: many } = await world.data(upsertInstances, { input: bulk });
    expect(many.summary).toEqual({ ...none, updated: 1, created: 1 });
    const { deleteInstances: gone } = await world.data(deleteInstances, {
      input: { dryRun: true, ids: ['web-1'] },
    });
    expect(gone.summary).toEqual({ ...none, deleted: 1 });

    expect(await see()).toEqual(before);
  });

  it('tells what is wrong as well', async () => {
    const world = await open();

    const answer = await world.graphql(createInstance, {
      input: { hostname: 'a b', keys: ['nobody'], dryRun: true },
    });

    expect(answer.problems).toEqual(['input.hostname: BAD_USER_INPUT', 'input.keys.0: NOT_FOUND']);
  });
});
