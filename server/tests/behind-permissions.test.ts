/** Data behind a permission is not reachable in any other way: not by history, ids, counts, fields or previews. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import { BaseRecord } from '../database/record.ts';
import { ormParts } from '../entities.ts';
import { readPermissions } from '../kinds.ts';
import type { Anything, Asker } from './support/graphql-client.ts';
import { createUserData, deleteUserData, updateUserData, updateInstance } from './support/operations.ts';
import { onBothDatabases, type Machine, type Person, type World } from './support/world.ts';

const everyEntry = `query ($filter: AuditEntryFilter, $first: Int, $after: String) {
  auditEntries(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id subjectType subjectId subjectName changes { field before after } } } }`;

const peopleTypes = ['User', 'Session', 'ApiToken'];

describe('the table of what reading an object needs', () => {
  it('knows every type that has a history, so that nobody reads one that it forgot', () => {
    const audited = ormParts.entities.filter((one) => (one as Anything).prototype instanceof BaseRecord);

    expect(audited.map((one) => (one as Anything).name).filter((name) => !readPermissions.has(name))).toEqual(
      [],
    );
    expect(audited.length).toBeGreaterThan(8);
  });

  it('knows every type that `node` gives', () => {
    const schema = buildApiSchema();
    const nodes = schema.getPossibleTypes(schema.getType('Node') as never);

    expect(nodes.map(({ name }) => name).filter((name) => !readPermissions.has(name))).toEqual([]);
  });
});

onBothDatabases('the history of people, sessions and tokens', (open) => {
  let world: World;
  let person: Person;
  beforeAll(async () => {
    world = await open();
    person = await world.person('carol', 'VIEWER');
    await world.instance({ hostname: 'seen-by-all' });
  });

  const entriesFor = async (as: Asker, variables: object = {}) =>
    (await world.data(everyEntry, { first: 500, ...variables }, { as })).auditEntries;

  it.each(['viewer', 'operator', 'operatorWithoutRoles'] as const)(
    'is neither shown nor counted to a %s',
    async (as) => {
      const { nodes, totalCount } = await entriesFor(as);

      expect(nodes.filter(({ subjectType }: Anything) => peopleTypes.includes(subjectType))).toEqual([]);
      expect(nodes.map(({ subjectName }: Anything) => subjectName)).toContain('seen-by-all');
      expect(totalCount).toBe(nodes.length);
    },
  );

  it.each(['auditor', 'superuser'] as const)('is shown to the %s', async (as) => {
    const { nodes } = await entriesFor(as);

    const types = new Set(nodes.map(({ subjectType }: Anything) => subjectType));
    expect([...types]).toEqual(expect.arrayContaining([...peopleTypes, 'Instance']));
  });

  it.each([{ subjectType: 'User' }, { subjectType: 'Session' }, { subjectType: 'ApiToken' }])(
    'is empty for a viewer who asks for %j',
    async (filter) => {
      expect((await entriesFor('viewer', { filter })).totalCount).toBe(0);
      expect((await entriesFor('superuser', { filter })).totalCount).toBeGreaterThan(0);
    },
  );

  it('tells of a job whom `job` tells of it', async () => {
    const { updateInstancesByFilter: begun } = await world.data(
      `mutation ($input: UpdateInstancesByFilterInput!) { updateInstancesByFilter(input: $input) { job { id } } }`,
      { input: { search: 'seen-by-all', patch: { addTags: [{ key: 'a', value: '1' }] } } },
    );
    const filter = { subjectId: begun.job.id };
    const counts = async (as: Asker) => (await entriesFor(as, { filter })).totalCount;

    expect(await counts('operator')).toBeGreaterThan(0);
    expect(await counts('auditor')).toBe(await counts('operator'));
    expect(await counts('viewer')).toBe(0);
  });

  it('is empty for a viewer who asks by the id of a person', async () => {
    const filter = { subjectId: person.id };

    expect((await entriesFor('viewer', { filter })).totalCount).toBe(0);
    expect((await entriesFor('auditor', { filter })).totalCount).toBeGreaterThan(0);
  });

  it('leaves no hole in the pages of a viewer', async () => {
    const { totalCount } = await entriesFor('viewer');
    let [after, seen] = [undefined as string | undefined, 0];
    for (;;) {
      const page = await entriesFor('viewer', { first: 1, after });
      seen += page.nodes.length;
      if (!page.pageInfo.hasNextPage) break;
      expect(page.nodes).toHaveLength(1);
      after = page.pageInfo.endCursor;
    }

    expect(seen).toBe(totalCount);
  });

  it('is not reached by the id of an entry', async () => {
    const [entry] = (await entriesFor('superuser', { filter: { subjectId: person.id } })).nodes;
    const look = (as: Asker) =>
      world.graphql('query ($id: ID!) { node(id: $id) { id } }', { id: entry.id }, { as });

    expect((await look('viewer')).codes).toEqual(['FORBIDDEN']);
    expect((await look('operator')).codes).toEqual(['FORBIDDEN']);
    expect((await look('viewer')).errors[0]!.message).toContain('users:read');
    expect((await look('auditor')).data.node).toEqual({ id: entry.id });
  });
});

onBothDatabases('an auditor', (open) => {
  let world: World;
  let machine: Machine;
  const secret = 'password: hunter-two';
  beforeAll(async () => {
    world = await open();
    await world.data(createUserData, { input: { name: 'shared', text: secret } });
    await world.data(updateUserData, { input: { id: 'shared', text: `${secret}!` } });
    await world.data(createUserData, { input: { name: 'deleted', text: secret } });
    await world.data(deleteUserData, { input: { id: 'deleted' } });
    machine = await world.instance({
      hostname: 'audited',
      userDataText: secret,
      customMetadata: [
        { path: 'meta-data/rack', value: secret },
        { path: 'meta-data/ami-id', value: secret },
        { path: 'dynamic/secret', value: secret },
      ],
    });
    await world.data(updateInstance, { input: { id: machine.id, userDataText: `${secret}!` } });
    await world.data(updateInstance, { input: { id: machine.id, userDataText: secret } });
  });
  const ask = (query: string, variables: object = {}, as: Asker = 'auditor') =>
    world.graphql(query, variables, { as });

  it('reads users, tokens and all that a viewer reads', async () => {
    const answer = await ask(
      `{ users { totalCount } apiTokens { totalCount } instances { nodes { hostname userData { id size kind } customMetadata { path since } } }
         userDataDocuments { nodes { name kind size } } iamRoles { totalCount } sshKeys { totalCount } }`,
    );

    expect(answer.codes).toEqual([]);
    expect(answer.data.userDataDocuments.nodes).toEqual([expect.objectContaining({ name: 'shared' })]);
  });

  it('is refused every field that shows contents, and a viewer is not', async () => {
    const need = 'user-data:read';
    const guarded = Object.values(buildApiSchema().getTypeMap()).flatMap((type) =>
      ['Query', 'Mutation'].includes(type.name) || !('getInterfaces' in type)
        ? []
        : Object.values((type as GraphQLObjectType).getFields()).flatMap(({ name, extensions }) =>
            extensions.need === need ? [{ type: type.name, name }] : [],
          ),
    );
    const places: Record<string, string> = {
      Archived: 'archived(filter: { object: "deleted" }) { nodes { FIELD } }',
      UserData: 'userData(by: { name: "shared" }) { FIELD }',
      UserDataRevision: 'userData(by: { name: "shared" }) { revisions { nodes { FIELD } } }',
      CustomMetadata: 'instance(by: { hostname: "audited" }) { customMetadata { FIELD } }',
      AuditChange: 'instance(by: { hostname: "audited" }) { history { nodes { changes { FIELD } } } }',
      RecordedContent:
        'instance(by: { hostname: "audited" }) { history(first: 5) { nodes { changes { contentAfter { FIELD } } } } }',
    };
    const fields: Record<string, string[]> = {
      Archived: ['contents'],
      AuditChange: ['contentAfter', 'contentBefore'],
      CustomMetadata: ['bytes', 'value'],
      RecordedContent: ['content', 'text'],
      UserData: ['content', 'revisions', 'sha256', 'text'],
      UserDataRevision: ['content', 'text'],
    };
    const expected = Object.entries(fields).flatMap(([type, names]) => names.map((name) => ({ type, name })));
    expect(guarded).toHaveLength(expected.length);
    expect(guarded).toEqual(expect.arrayContaining(expected));

    for (const { type, name } of guarded) {
      const selected =
        name === 'revisions'
          ? 'revisions { totalCount }'
          : name.replace(/^contents$|^contentB.*|^contentA.*/, '$& { sha256 }');
      const query = `{ ${places[type]!.replace('FIELD', selected)} }`;
      const refused = await ask(query);
      expect([name, new Set(refused.codes)]).toEqual([name, new Set(['FORBIDDEN'])]);
      expect(JSON.stringify(refused.data ?? null)).not.toMatch(/hunter|sha256":"/);
      for (const as of ['viewer', 'operator', 'superuser'] as const)
        expect([name, as, (await ask(query, {}, as)).codes]).toEqual([name, as, []]);
    }
  });

  it.each([
    '/latest/user-data',
    '/2009-04-04/user-data/',
    '//latest//./user-data?x',
    '/latest/%75ser-data',
    '/ec2/latest/user-data',
    '/nocloud/user-data',
    '/openstack/latest/user_data',
    '/latest/meta-data/rack',
    '/ec2/latest/meta-data/rack',
    '/latest/meta-data/ami-id',
    '/latest/dynamic/secret',
  ])('is refused the preview of %s', async (path) => {
    const query = `query ($id: ID, $path: String!) { instance(by: { id: $id }) { metadata(path: $path) { status text } } }`;

    const refused = await ask(query, { id: machine.id, path });
    const shown = await ask(query, { id: machine.id, path }, 'viewer');

    expect(refused.codes).toEqual(['FORBIDDEN']);
    expect(refused.errors[0]!.message).toContain('VIEWER, OPERATOR and SUPERUSER');
    expect(shown.data.instance.metadata).toEqual({ status: 200, text: secret });
  });

  it.each([
    '/',
    '/latest/',
    '/latest/meta-data/',
    '/latest/meta-data/hostname',
    '/nocloud/meta-data',
    '/openstack/latest/meta_data.json',
    '/openstack/latest/vendor_data.json',
    '/latest/nothing',
  ])('sees what else a machine is told: %s', async (path) => {
    const query = `query ($id: ID, $path: String!) { instance(by: { id: $id }) { metadata(path: $path) { status text } } }`;

    const { codes, data } = await ask(query, { id: machine.id, path });

    expect(codes).toEqual([]);
    expect(data.instance.metadata.text).not.toContain('hunter');
  });

  it('sees in the history that contents changed, and nothing of them', async () => {
    const changesFor = async (as: Asker) => {
      const { data } = await ask(everyEntry, { first: 500 }, as);
      return data.auditEntries.nodes.flatMap(({ subjectType, changes }: Anything) =>
        changes.filter(
          ({ field }: Anything) =>
            (subjectType === 'UserData' && /^(content|kind|size|sha256)$/.test(field)) ||
            /^(customMetadata|userData)\./.test(field),
        ),
      );
    };

    const [covered, shown] = [await changesFor('auditor'), await changesFor('superuser')];

    expect(covered.map(({ field }: Anything) => field)).toEqual(shown.map(({ field }: Anything) => field));
    const values = (changes: Anything[]) => new Set(changes.flatMap(({ before, after }) => [before, after]));
    expect(values(covered)).toEqual(new Set([null, '(not shown)']));
    expect([...values(shown)]).toContainEqual(expect.objectContaining({ size: 20, kind: 'other' }));
    const { data } = await ask(
      '{ instance(by: { hostname: "audited" }) { history { nodes { changes { field after } } } } }',
    );
    expect(JSON.stringify(data)).not.toContain('"size":20');
  });
});
