/** User-data and custom metadata are stored by hash: the history shows them, and documents can be restored from it. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { pruneAuditContents } from '../audit/prune-audit-contents.ts';
import { givenContent } from '../contents/given-content.ts';
import { pruneContents } from '../contents/prune-contents.ts';
import { storeContents } from '../contents/store-contents.ts';
import { inTransaction } from '../database/transaction.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import { sql } from './support/first-database.ts';
import type { Anything, Asker } from './support/graphql-client.ts';
import {
  createUserData,
  deleteInstance,
  deleteUserData,
  updateInstance,
  updateUserData,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

const content = 'sha256 size kind text content';
const historyOf = `query ($id: ID) { auditEntries(filter: { subjectId: $id }, first: 20) { nodes { subjectType changes {
  field before after contentBefore { ${content} } contentAfter { ${content} } } } } }`;
const revisions = `query ($name: String, $first: Int, $after: String) { userData(by: { name: $name }) {
  revisions(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { number sha256 size kind at actorKind actorName text content } } } }`;
const ownDocument = `query ($id: ID) { instance(by: { id: $id }) { version userData { id version text
  revisions { nodes { number text } } } } }`;
const restore = `mutation ($input: RestoreUserDataRevisionInput!) { restoreUserDataRevision(input: $input) {
  outcome userData { text sha256 } } }`;

const purgeInstance = 'mutation ($input: PurgeInstanceInput!) { purgeInstance(input: $input) { outcome } }';

onBothDatabases('contents', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const changesOf = async (id: string, field: string): Promise<Anything[]> =>
    (await world.data(historyOf, { id })).auditEntries.nodes.flatMap(({ changes }: Anything) =>
      changes.filter((one: Anything) => one.field === field),
    );
  const known = (text: string, kind: string) => ({
    sha256: sha256(text),
    size: Buffer.byteLength(text),
    kind,
  });
  const shown = (text: string, kind: string) => ({ ...known(text, kind), text, content: base64(text) });
  const stored = async (text: string) =>
    (await sql(world.orm, 'select "size" from "content" where "sha256" = ?', [sha256(text)])).length;
  const prune = (hours: number) =>
    pruneContents(world.orm.em.fork(), new Date(Date.now() + hours * 3_600_000));

  describe('in the history', () => {
    it('are told by hash, size and kind, and had on both sides of a change', async () => {
      const { createUserData: made } = await world.data(createUserData, {
        input: { name: 'told', text: '#!/bin/sh\necho one\n' },
      });
      await world.data(updateUserData, { input: { id: 'told', text: '#cloud-config\n' } });

      const [second, first, ...none] = await changesOf(made.userData.id, 'content');

      expect(none).toEqual([]);
      expect(first).toEqual({
        field: 'content',
        before: null,
        after: known('#!/bin/sh\necho one\n', 'script'),
        contentBefore: null,
        contentAfter: expect.objectContaining({
          ...shown('#!/bin/sh\necho one\n', 'script'),
          kind: 'SCRIPT',
        }),
      });
      expect(second).toMatchObject({
        before: known('#!/bin/sh\necho one\n', 'script'),
        after: known('#cloud-config\n', 'cloud-config'),
        contentBefore: { text: '#!/bin/sh\necho one\n' },
        contentAfter: { text: '#cloud-config\n', content: base64('#cloud-config\n'), kind: 'CLOUD_CONFIG' },
      });
    });

    it('of a machine are those of its own document and of its custom metadata', async () => {
      const path = 'meta-data/rack';
      const machine = await world.instance({
        userDataText: 'own one',
        customMetadata: [{ path, value: 'r1' }],
      });
      await world.data(updateInstance, {
        input: { id: machine.id, userDataText: 'own two', customMetadata: [{ path, value: 'r2' }] },
      });
      await world.data(updateInstance, { input: { id: machine.id, userData: null, customMetadata: null } });

      const textsOf = (changes: Anything[]) =>
        changes.map(({ contentBefore, contentAfter }) => [contentBefore?.text, contentAfter?.text]);
      const ofDocument = await changesOf(machine.id, 'userData.content');
      const [gone, made] = await changesOf(machine.id, `customMetadata.${path}`);
      const changed = await changesOf(machine.id, `customMetadata.${path}.content`);

      expect(textsOf(ofDocument)).toEqual([
        ['own two', undefined],
        ['own one', 'own two'],
        [undefined, 'own one'],
      ]);
      expect(textsOf([gone, made])).toEqual([
        ['r2', undefined],
        [undefined, 'r1'],
      ]);
      expect(textsOf(changed)).toEqual([['r1', 'r2']]);
    });

    it('stay as long as the history of an object that is there', async () => {
      const customMetadata = (value: string) => [{ path: 'meta-data/rack', value }];
      const { id } = await world.instance({ userDataText: 'own', customMetadata: customMetadata('r0') });
      await world.data(updateInstance, {
        input: { id, userData: null, customMetadata: customMetadata('r7') },
      });
      await prune(90 * 24);

      const [gone] = await changesOf(id, 'userData.content');
      const [changed] = await changesOf(id, 'customMetadata.meta-data/rack.content');

      expect(gone.contentBefore.text).toBe('own');
      expect([changed.contentBefore.text, changed.contentAfter.text]).toEqual(['r0', 'r7']);
    });

    it('stay also where an earlier version wrote it', async () => {
      const { id } = await world.instance({ userDataText: 'written earlier' });
      await world.data(createUserData, { input: { name: 'has-it-too', text: 'written earlier' } });
      await world.data(updateInstance, { input: { id, userData: null } });

      await world.orm.migrator.down({ migrations: ['Migration20261130225900_history_contents'] });
      await world.orm.migrator.up();
      await world.data(deleteUserData, { input: { id: 'has-it-too' } });
      await prune(24);

      const [gone] = await changesOf(id, 'userData.content');
      expect(gone.contentBefore.text).toBe('written earlier');
    });

    it('are the last thousand of an object', async () => {
      const contentsOf = (round: number) =>
        Array.from({ length: 50 }, (_, n) => ({
          path: `meta-data/many/${n}`,
          value: `${round} of ${n}`,
        }));
      const { id } = await world.instance({ customMetadata: contentsOf(0) });
      for (let round = 1; round <= 20; round += 1)
        await world.data(updateInstance, { input: { id, customMetadata: contentsOf(round) } });

      const forgotten = await pruneAuditContents(world.orm.em.fork());
      await prune(2);

      const changes = await changesOf(id, 'customMetadata.meta-data/many/7.content');
      expect(forgotten).toBe(20 * 100 + 50 - 1000);
      expect(changes[0].contentBefore.text).toBe('19 of 7');
      expect(changes.at(-1).contentBefore).toMatchObject({ sha256: sha256('0 of 7'), text: null });
    });

    it('say that they were there when what they belonged to was purged', async () => {
      const { id } = await world.instance({ userDataText: 'soon gone' });
      await world.data(updateInstance, { input: { id, userData: null } });
      await world.data(deleteInstance, { input: { id } });
      await world.data(purgeInstance, { input: { archived: id } });

      const [deleted] = await changesOf(id, 'userData.content');

      expect(deleted.contentBefore).toEqual({
        ...known('soon gone', 'OTHER'),
        kind: 'OTHER',
        text: null,
        content: null,
      });
    });
  });

  it('are kept once, however many machines and paths have them', async () => {
    const text = 'the same for all';
    await world.instance({ userDataText: text, customMetadata: [{ path: 'meta-data/a', value: text }] });
    await world.instance({ userDataText: text });
    await world.data(createUserData, { input: { name: 'same', text } });

    expect(await stored(text)).toBe(1);
  });

  it('of a dry run are shown as they were given, and not stored', async () => {
    const query = `mutation ($input: CreateUserDataInput!) { createUserData(input: $input) { userData { text content } } }`;

    const { createUserData: made } = await world.data(query, {
      input: { name: 'dry', text: 'only said', dryRun: true },
    });

    expect(made.userData).toEqual({ text: 'only said', content: base64('only said') });
    expect(await stored('only said')).toBe(0);
  });

  describe('to which nothing refers', () => {
    it('are removed after an hour, and not before', async () => {
      await storeContents(world.orm.em.fork(), [givenContent(Buffer.from('short-lived'))]);
      await world.data(createUserData, { input: { name: 'stays', text: 'stays' } });

      await prune(0.9);
      expect(await stored('short-lived')).toBe(1);
      await prune(1.1);

      expect(await stored('short-lived')).toBe(0);
      expect(await stored('stays')).toBe(1);
      expect(await world.data('{ userData(by: { name: "stays" }) { text } }')).toEqual({
        userData: { text: 'stays' },
      });
    });

    it('stay while somebody is just storing them anew', async () => {
      const text = 'nobody has it yet';
      const longAgo = new Date(Date.now() - 86_400_000);
      const first = world.orm.em.fork();
      await storeContents(first, [givenContent(Buffer.from(text))]);
      await sql(world.orm, 'update "content" set "used_at" = ? where "sha256" = ?', [longAgo, sha256(text)]);

      const storing = world.orm.em.fork();
      let pruning: Promise<number> | undefined;
      await inTransaction(storing, async () => {
        storing.persist(new UserData('just now').replace(givenContent(Buffer.from(text))));
        await storing.flush();
        pruning = pruneContents(world.orm.em.fork(), new Date());
      });
      await pruning;

      expect(await stored(text)).toBe(1);
      expect(await world.data('{ userData(by: { name: "just now" }) { text } }')).toEqual({
        userData: { text },
      });
    });
  });

  describe('as revisions of a document', () => {
    const page = async (variables: object) => (await world.data(revisions, variables)).userData.revisions;

    it('are listed with who gave them and when, the latest first, page by page', async () => {
      await world.data(createUserData, { input: { name: 'paged', text: 'one' } });
      for (const text of ['two', 'three'])
        await world.data(updateUserData, { input: { id: 'paged', text } }, { as: 'superuser' });
      await world.data(updateUserData, { input: { id: 'paged', text: 'three' } });

      const first = await page({ name: 'paged', first: 2 });
      const rest = await page({ name: 'paged', first: 2, after: first.pageInfo.endCursor });

      expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
      expect([...first.nodes, ...rest.nodes]).toEqual(
        [
          [3, 'three', 'superuser'],
          [2, 'two', 'superuser'],
          [1, 'one', 'operator'],
        ].map(([number, text, actorName]) => ({
          ...shown(String(text), 'OTHER'),
          number,
          at: expect.any(String),
          actorKind: 'API_TOKEN',
          actorName,
        })),
      );
    });

    it('are the last hundred', async () => {
      await world.data(createUserData, { input: { name: 'busy', text: 'text 1' } });
      for (const from of [2, 52, 102]) {
        const numbers = Array.from({ length: from === 102 ? 2 : 50 }, (_, n) => from + n);
        const fields = numbers.map(
          (n) => `m${n}: updateUserData(input: { id: "busy", text: "text ${n}" }) { outcome }`,
        );
        await world.data(`mutation { ${fields.join(' ')} }`);
      }

      const { totalCount, nodes } = await page({ name: 'busy', first: 100 });

      expect([totalCount, nodes[0].number, nodes.at(-1).number]).toEqual([100, 103, 4]);
      expect(nodes.at(-1).text).toBe('text 4');
    });

    it('are had back, and the machine is told them', async () => {
      await world.data(createUserData, { input: { name: 'back', text: 'good' } });
      await world.data(updateUserData, { input: { id: 'back', text: 'bad' } });
      const { guest } = await world.instance({ userData: 'back' });
      expect((await guest.get('/latest/user-data')).text).toBe('bad');

      const dry = await world.data(restore, { input: { userData: 'back', revision: 1, dryRun: true } });
      expect((await guest.get('/latest/user-data')).text).toBe('bad');
      const done = await world.data(restore, { input: { userData: 'back', revision: 1 } });
      const repeated = await world.data(restore, { input: { userData: 'back', revision: 1 } });

      expect(dry.restoreUserDataRevision).toMatchObject({ outcome: 'UPDATED', userData: { text: 'good' } });
      expect(done.restoreUserDataRevision).toMatchObject({ outcome: 'UPDATED', userData: { text: 'good' } });
      expect(repeated.restoreUserDataRevision.outcome).toBe('UNCHANGED');
      expect((await guest.get('/latest/user-data')).text).toBe('good');
      expect(
        (await page({ name: 'back' })).nodes.map(({ number, text }: Anything) => [number, text]),
      ).toEqual([
        [3, 'good'],
        [2, 'bad'],
        [1, 'good'],
      ]);
    });

    it('are refused where there is none, where somebody else was faster, and to those who may not write', async () => {
      await world.data(createUserData, { input: { name: 'refused', text: 'one' } });
      const input = { userData: 'refused', revision: 2 };

      const none = await world.graphql(restore, { input });
      const nobody = await world.graphql(restore, { input: { userData: 'no such', revision: 1 } });
      const slow = await world.graphql(restore, { input: { ...input, revision: 1, ifVersion: 7 } });
      const viewer = await world.graphql(restore, { input: { ...input, revision: 1 } }, { as: 'viewer' });

      expect(none.problems).toEqual(['input.revision: NOT_FOUND']);
      expect(nobody.problems).toEqual(['input.userData: NOT_FOUND']);
      expect(slow.codes).toEqual(['CONFLICT']);
      expect(viewer.codes).toEqual(['FORBIDDEN']);
    });
  });

  describe("as revisions of a machine's own document", () => {
    it('are had back as a change of the machine', async () => {
      const machine = await world.instance({ userDataText: 'first' });
      await world.data(updateInstance, { input: { id: machine.id, userDataText: 'second' } });
      const { instance: before } = await world.data(ownDocument, { id: machine.id });
      expect(before.userData.revisions.nodes).toEqual([
        { number: 2, text: 'second' },
        { number: 1, text: 'first' },
      ]);
      const input = { userData: before.userData.id, revision: 1 };

      const slow = await world.graphql(restore, { input: { ...input, ifVersion: before.version + 1 } });
      const done = await world.data(restore, { input: { ...input, ifVersion: before.version } });

      expect(slow.codes).toEqual(['CONFLICT']);
      expect(done.restoreUserDataRevision).toMatchObject({ outcome: 'UPDATED', userData: { text: 'first' } });
      const { instance: after } = await world.data(ownDocument, { id: machine.id });
      expect(after.version).toBe(before.version + 1);
      expect((await machine.guest.get('/latest/user-data')).text).toBe('first');
      const [latest] = (await world.data(historyOf, { id: machine.id })).auditEntries.nodes;
      expect(latest.changes).toMatchObject([
        { field: 'userData.content', contentBefore: { text: 'second' }, contentAfter: { text: 'first' } },
      ]);
    });

    it('are read-only for those who may not assign roles, while the machine has one', async () => {
      await world.data('mutation { createIamRole(input: { name: "guarded" }) { outcome } }');
      const own = await world.instance({ userDataText: 'first', iamRole: 'guarded' });
      await world.data(updateInstance, { input: { id: own.id, userDataText: 'second' } });
      const { instance } = await world.data(ownDocument, { id: own.id });
      await world.data(createUserData, { input: { name: 'of-guarded', text: 'first' } });
      await world.data(updateUserData, { input: { id: 'of-guarded', text: 'second' } });
      await world.instance({ userData: 'of-guarded', iamRole: 'guarded' });
      const ask = (userData: string, revision: number, as: Asker) =>
        world.graphql(restore, { input: { userData, revision } }, { as });

      for (const userData of [instance.userData.id, 'of-guarded']) {
        const refused = await ask(userData, 1, 'operatorWithoutRoles');
        const same = await ask(userData, 2, 'operatorWithoutRoles');
        const done = await ask(userData, 1, 'operator');
        expect(refused.problems).toEqual(['input.revision: FORBIDDEN']);
        expect(same.data.restoreUserDataRevision.outcome).toBe('UNCHANGED');
        expect(done.data.restoreUserDataRevision.outcome).toBe('UPDATED');
      }
    });
  });
});
