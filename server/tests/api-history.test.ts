/** The history shows who made a change, and the values before and after; neither it nor the log shows secrets. */
import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import { withToken } from './support/guest.ts';
import {
  createSshKey,
  createUser,
  createUserData,
  deleteInstance,
  updateInstance,
  updateUser,
  updateUserData,
  upsertInstances,
  upsertSecurityGroup,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

interface Entry {
  at: string;
  action: string;
  actorKind: string;
  actorName: string;
  actorId: string | null;
  subjectType: string;
  subjectId: string;
  subjectName: string;
  requestId: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

const fields = `at action actorKind actorName actorId subjectType subjectId subjectName requestId changes { field before after }`;
const entriesOf = `query ($filter: AuditEntryFilter) { auditEntries(first: 500, filter: $filter) { totalCount nodes { ${fields} } } }`;

onBothDatabases('the history', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const entries = async (filter: object = {}): Promise<Entry[]> =>
    (await world.data(entriesOf, { filter }, { as: 'superuser' })).auditEntries.nodes;

  it('keeps 500 fields of one change, and how many more there were', async () => {
    const addressesOf = (n: number) => Array.from({ length: 200 }, (_, k) => `10.77.${n}.${k + 1}`);
    const { id } = await world.instance({
      hostname: 'large',
      interfaces: [1, 2, 3].map((n) => ({ addresses: addressesOf(n) })),
    });

    const [{ changes }] = (await entries({ subjectId: id })) as [Entry];

    expect(changes).toHaveLength(501);
    expect(changes.at(-1)).toEqual({
      field: expect.stringMatching(/^\(1\d\d more\)$/),
      before: null,
      after: null,
    });
  });

  it('tells of every change who made it, and what was before and after', async () => {
    await world.data(createSshKey, { input: { name: 'alice', publicKey: exampleKeys[0]!.line } });
    const { id } = await world.instance({
      hostname: 'web-1',
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '1' },
      ],
    });
    const { cookie, id: userId } = await world.person('carol', 'OPERATOR');
    const input = {
      id,
      hostname: 'web-2',
      tags: [{ key: 'a', value: '2' }],
      keys: ['alice'],
      securityGroups: ['db'],
    };
    const { upsertSecurityGroup: group } = await world.data(upsertSecurityGroup, { input: { name: 'db' } });
    const { headers } = await world.graphql(updateInstance, { input }, { as: { cookie } });
    await world.data(deleteInstance, { input: { id } });

    const [deleted, updated, created, ...none] = await entries({ subjectId: id });

    expect(none).toEqual([]);
    expect(created).toMatchObject({
      action: 'CREATED',
      actorKind: 'API_TOKEN',
      actorName: 'operator',
      subjectName: 'web-1',
    });
    expect(created!.changes).toContainEqual({ field: 'hostname', before: null, after: 'web-1' });
    expect(created!.changes).toContainEqual({
      field: 'interfaces.0.securityGroups.default',
      before: null,
      after: expect.stringMatching(/^sg-/),
    });
    expect(updated).toMatchObject({
      action: 'UPDATED',
      actorKind: 'USER',
      actorName: 'carol',
      actorId: userId,
      subjectType: 'Instance',
      requestId: headers.get('x-request-id'),
    });
    expect(updated!.changes.toSorted((a, b) => (a.field < b.field ? -1 : 1))).toEqual([
      { field: 'hostname', before: 'web-1', after: 'web-2' },
      { field: 'interfaces.0.securityGroups.db', before: null, after: group.securityGroup.id },
      {
        field: 'interfaces.0.securityGroups.default',
        before: expect.stringMatching(/^sg-/),
        after: null,
      },
      { field: 'keys.alice', before: null, after: exampleKeys[0]!.fingerprint },
      { field: 'tags.a.value', before: '1', after: '2' },
      { field: 'tags.b', before: '1', after: null },
    ]);
    expect(deleted).toMatchObject({ action: 'DELETED', subjectName: 'web-2' });
    expect(deleted!.changes).toContainEqual({ field: 'hostname', before: 'web-2', after: null });
  });

  it('is shown with the object as well, and can be filtered', async () => {
    const { id, hostname } = await world.instance();
    await world.data(updateInstance, { input: { id, imageId: 'ami-2' } });

    const { instance } = await world.data(
      `query ($hostname: String) { instance(by: { hostname: $hostname }) { history { totalCount nodes { ${fields} } } } }`,
      { hostname },
    );

    expect(instance.history.nodes).toEqual(await entries({ subjectId: id }));
    expect(instance.history.nodes.map(({ action }: Entry) => action)).toEqual(['UPDATED', 'CREATED']);
    const [{ at }] = instance.history.nodes;
    for (const filter of [{ action: 'UPDATED' }, { subjectType: 'Instance' }, { since: at }])
      expect((await entries({ ...filter, subjectId: id }))[0]!.action).toBe('UPDATED');
    expect(await entries({ subjectId: id, until: at })).toMatchObject([{ action: 'CREATED' }]);
  });

  it('tells of each of many machines that change in the same way', async () => {
    const macs = ['52:54:00:01:00:01', '52:54:00:01:00:02', '52:54:00:01:00:03'];
    const machines = await Promise.all(macs.map(() => world.instance()));

    const { upsertInstances: done } = await world.data(upsertInstances, {
      input: { instances: machines.map(({ hostname }, n) => ({ hostname, mac: macs[n] })) },
    });

    expect(done.summary).toMatchObject({ updated: 3 });
    for (const [n, { id }] of machines.entries())
      expect((await entries({ subjectId: id }))[0]!.changes).toEqual([
        { field: 'interfaces.0.mac', before: null, after: macs[n] },
      ]);
  });

  it('says nothing of what was refused, or only asked for', async () => {
    const before = await entries();

    await world.graphql(updateInstance, { input: { id: 'nobody', imageId: 'a' } });
    await world.graphql(createUserData, { input: { name: 'dry', text: 'x', dryRun: true } });
    await world.graphql(createUser, { input: { username: 'a', password: 'b' } }, { as: 'viewer' });

    expect(await entries()).toEqual(before);
  });

  it('notes a new password as a change, and not the password', async () => {
    const { id } = await world.person('dave', 'VIEWER');

    const { updateUser: done } = await world.data(
      updateUser,
      { input: { id, password: 'another password' } },
      { as: 'superuser' },
    );

    expect(done.outcome).toBe('UPDATED');
    const [latest] = (await entries({ subjectId: id })).filter(({ action }) => action === 'UPDATED');
    expect(latest!.changes).toEqual([{ field: 'passwordHash', before: '(not shown)', after: '(not shown)' }]);
  });

  it('holds no secret, and neither does the log', async () => {
    const documentText = 'password: hunter-two';
    const password = 'correct horse battery';
    await world.data(createUserData, { input: { name: 'secret', text: documentText } });
    await world.data(updateUserData, { input: { id: 'secret', text: `${documentText}!` } });
    const { guest } = await world.instance({ userDataText: documentText });
    const imdsToken = await guest.token();
    await guest.get('/latest/user-data', withToken(imdsToken));
    await guest.get(`/latest/meta-data/?token=${imdsToken}`);
    const { cookie } = await world.person('erin', 'OPERATOR', password);
    const missing = await world.graphql(updateInstance, { input: { id: guest.address, imageId: 'x' } });
    expect(missing.codes).toEqual(['NOT_FOUND']);
    const changed =
      'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { name } } }';
    await world.data(
      changed,
      { input: { currentPassword: password, newPassword: `${password}!` } },
      { as: { cookie } },
    );
    await world.graphql(
      'mutation { signIn(input: { username: "erin", password: "wrong-guess" }) { viewer { name } } }',
      {},
      { as: 'nobody' },
    );
    const { createApiToken } = await world.data(
      'mutation { createApiToken(input: { name: "script", role: VIEWER }) { secret } }',
      {},
      { as: 'superuser' },
    );
    await world.data('{ viewer { name } }', {}, { as: { token: createApiToken.secret } });

    const sessionToken = cookie.split('=')[1]!;
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const secrets = [
      documentText,
      Buffer.from(documentText).toString('base64').slice(0, 20),
      password,
      'wrong-guess',
      '$argon2',
      imdsToken,
      sessionToken,
      sha256(sessionToken),
      createApiToken.secret,
      sha256(createApiToken.secret),
      world.tokens.superuser,
      world.config.SECRET_KEY,
    ];
    const outputs = [JSON.stringify(await entries()), world.logLines.join('')];
    expect(outputs.every((text) => text.length > 1000)).toBe(true);
    for (const text of outputs) for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('has one line in the log for each request, with its id', async () => {
    const before = world.logLines.length;

    const { headers } = await world.graphql('{ setup { hasUsers } }');

    const lines = world.logLines.slice(before).map((line) => JSON.parse(line));
    expect(lines).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/graphql',
        status: 200,
        address: '127.0.0.1',
        requestId: headers.get('x-request-id'),
      }),
    ]);
  });
});
