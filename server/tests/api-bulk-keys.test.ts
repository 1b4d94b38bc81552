/** Many keys and many user-data documents in one call. */
import { beforeAll, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { onBothDatabases, type World } from './support/world.ts';

const [first, second] = exampleKeys.map(({ line }) => line) as [string, string];
const result =
  'results { index outcome error { code fieldErrors { path } } } summary { created updated unchanged deleted failed }';
const upsertKeys = `mutation ($input: UpsertSshKeysInput!) { upsertSshKeys(input: $input) { ${result} } }`;
const deleteKeys = `mutation ($input: DeleteSshKeysInput!) { deleteSshKeys(input: $input) { ${result} } }`;
const upsertDocuments = `mutation ($input: UpsertUserDataDocumentsInput!) { upsertUserDataDocuments(input: $input) { ${result} } }`;
const deleteDocuments = `mutation ($input: DeleteUserDataDocumentsInput!) { deleteUserDataDocuments(input: $input) { ${result} } }`;

const none = { created: 0, updated: 0, unchanged: 0, deleted: 0, failed: 0 };

onBothDatabases('many keys and documents at once', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  it('become what they should be: new, changed, or left alone', async () => {
    const before = [
      { name: 'same', publicKey: first },
      { name: 'other', publicKey: first },
    ];
    await world.data(upsertKeys, { input: { sshKeys: before } });

    const sshKeys = [before[0], { name: 'other', publicKey: second }, { name: 'new', publicKey: second }];
    const { upsertSshKeys } = await world.data(upsertKeys, { input: { sshKeys } });

    expect(upsertSshKeys.results.map((one: { outcome: string }) => one.outcome)).toEqual([
      'UNCHANGED',
      'UPDATED',
      'CREATED',
    ]);
    expect(upsertSshKeys.summary).toEqual({ ...none, created: 1, updated: 1, unchanged: 1 });
  });

  it('are refused together, with every problem at its field, unless the good ones may go through', async () => {
    const sshKeys = [
      { name: 'good', publicKey: first },
      { name: 'a=b', publicKey: 'no key' },
      { name: 'good', publicKey: first },
    ];

    const refused = await world.graphql(upsertKeys, { input: { sshKeys } });
    const { upsertSshKeys } = await world.data(upsertKeys, { input: { sshKeys, atomic: false } });

    expect(refused.problems).toEqual([
      'input.sshKeys.1.name: BAD_USER_INPUT',
      'input.sshKeys.1.publicKey: BAD_USER_INPUT',
      'input.sshKeys.2.name: ALREADY_EXISTS',
    ]);
    expect(upsertSshKeys.summary).toEqual({ ...none, created: 1, failed: 2 });
  });

  it('are deleted where no machine uses them, or all by force', async () => {
    const documents = [
      { name: 'used', text: '#!/bin/sh\n' },
      { name: 'unused', content: 'AAE=' },
    ];
    await world.data(upsertDocuments, { input: { documents } });
    await world.instance({ userData: 'used' });

    const input = { ids: ['used', 'unused', 'nowhere'] };
    const refused = await world.graphql(deleteDocuments, { input });
    const { deleteUserDataDocuments } = await world.data(deleteDocuments, {
      input: { ...input, atomic: false },
    });
    const forced = await world.data(deleteDocuments, { input: { ids: ['used'], force: true } });

    expect(refused.problems).toEqual(['input.ids.0: DEPENDENCY_EXISTS', 'input.ids.2: NOT_FOUND']);
    expect(deleteUserDataDocuments.summary).toEqual({ ...none, deleted: 1, failed: 2 });
    expect(forced.deleteUserDataDocuments.summary).toEqual({ ...none, deleted: 1 });
  });

  it('take a key from every machine that it opened, and say so in their history', async () => {
    await world.data(upsertKeys, { input: { sshKeys: [{ name: 'carol', publicKey: second }] } });
    const machine = await world.instance({ keys: ['carol'] });

    await world.data(deleteKeys, { input: { ids: ['carol'], force: true } });

    const { node } = await world.data(
      'query ($id: ID!) { node(id: $id) { ... on Instance { keys { name } history(first: 1) { nodes { changes { field after } } } } } }',
      { id: machine.id },
    );
    expect(node).toEqual({
      keys: [],
      history: { nodes: [{ changes: [{ field: 'keys.carol', after: null }] }] },
    });
    expect((await machine.guest.get('/latest/meta-data/public-keys')).status).toBe(404);
  });
});
