/** Users see their sessions and end those that they do not recognize; a superuser does so for any user. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sessionLimits } from '../access/session-limits.ts';
import { Session } from '../access/session.entity.ts';
import { User } from '../access/user.entity.ts';
import type { Asker } from './support/graphql-client.ts';
import { eventually } from './support/eventually.ts';
import { onlyWhere } from './support/only-where.ts';
import { updateUser } from './support/operations.ts';
import { connect } from './support/own-postgres-product.ts';
import { onBothDatabases, type World } from './support/world.ts';

const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
const list = `query ($user: Ref) { sessions(user: $user) { totalCount
  nodes { id createdAt lastUsedAt expiresAt address userAgent current } } }`;
const revoke = `mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) {
  outcome session { id current } } }`;
const revokeAll = `mutation ($input: RevokeSessionsInput!) { revokeSessions(input: $input) {
  results { index outcome session { id } } summary { deleted } } }`;

onBothDatabases('the sessions of a person', (open, database) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const isSignedIn = async (cookie: string) =>
    (await world.data('{ viewer { name } }', {}, { as: { cookie } })).viewer !== null;
  const sessionsOf = async (as: Asker, user?: string) => (await world.data(list, { user }, { as })).sessions;
  const idOf = async (cookie: string): Promise<string> =>
    (await sessionsOf({ cookie })).nodes.find(({ current }: { current: boolean }) => current).id;
  /** Creates a user who is signed in by two browsers. */
  const withTwo = async (username: string, role: 'VIEWER' | 'SUPERUSER' = 'VIEWER') => {
    const { id, password, cookie } = await world.person(username, role);
    return { id, username, cookie, other: await world.signIn(username, password) };
  };
  const ask = (text: string, input: object, as: Asker) => world.graphql(text, { input }, { as });

  it('are shown with where and when they began and were last used', async () => {
    const { username, password, cookie } = await world.person('ada', 'VIEWER');
    const headers = { 'user-agent': 'x'.repeat(1000) };
    await world.graphql(signIn, { input: { username, password } }, { as: 'nobody', headers });
    const begun = world.clock();
    world.pass(3600);

    const { nodes, totalCount } = await sessionsOf({ cookie });

    const expiresAt = new Date(begun.getTime() + 14 * 24 * 3_600_000).toISOString();
    const usual = { id: expect.stringMatching(/^ses-/), createdAt: expect.any(String), expiresAt };
    const address = expect.stringMatching(/^(127\.0\.0\.1|::1)$/);
    expect(totalCount).toBe(2);
    expect(nodes).toEqual([
      { ...usual, address, lastUsedAt: begun.toISOString(), userAgent: 'x'.repeat(255), current: false },
      { ...usual, address, lastUsedAt: world.clock().toISOString(), userAgent: 'node', current: true },
    ]);
  });

  it('are listed no longer than the person is signed in by them', async () => {
    const { cookie, username } = await withTwo('alba');
    const password = `${username}'s password`;

    world.pass(12 * 3600);
    const newCookie = await world.signIn(username, password);

    expect((await sessionsOf({ cookie: newCookie })).totalCount).toBe(1);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('end by the clock as it is now, where it was set back', async () => {
    const own = await open();
    const { cookie, password } = await own.person('ahead', 'VIEWER');
    const signedInWith = async (one: string) =>
      (await own.data('{ viewer { name } }', {}, { as: { cookie: one } })).viewer !== null;

    own.pass(-6 * 3600);
    const afterSetBack = await signedInWith(cookie);
    own.pass(12 * 3600);
    const idle = await signedInWith(cookie);
    const newCookie = await own.signIn('ahead', password);
    own.pass(-365 * 24 * 3600);

    expect([afterSetBack, idle]).toEqual([true, false]);
    expect(await signedInWith(newCookie)).toBe(false);
  });

  it('end one by one: the other browser is signed out at once, and this one goes on', async () => {
    const { cookie, other } = await withTwo('bea');
    const id = await idOf(other);

    const { data, headers } = await ask(revoke, { id }, { cookie });

    expect(data.revokeSession).toEqual({ outcome: 'DELETED', session: { id, current: false } });
    expect(headers.getSetCookie()).toEqual([]);
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([false, true]);
  });

  it('end from this browser itself, which forgets its cookie', async () => {
    const { cookie, other } = await withTwo('bob');

    const { data, headers } = await ask(revoke, { id: await idOf(cookie) }, { cookie });

    expect(data.revokeSession.session.current).toBe(true);
    expect(headers.getSetCookie()).toEqual([expect.stringMatching(/^cloudmeta_session=; Max-Age=0/)]);
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([true, false]);
  });

  it('end once where several end one at the same moment, and its history says so once', async () => {
    const { cookie, other } = await withTwo('bess');
    const id = await idOf(other);
    const attempts = [1, 2, 3, 4].map(() => ask(revoke, { id }, { cookie }));
    const leaving = world.graphql('mutation { signOut { viewer { name } } }', {}, { as: { cookie: other } });

    const answers = await Promise.all(attempts);

    expect((await leaving).errors).toEqual([]);
    const lost = answers.filter(({ codes }) => codes.length > 0);
    expect(lost.length).toBeGreaterThanOrEqual(3);
    for (const { codes } of lost) expect(codes).toEqual(['NOT_FOUND']);
    const { auditEntries } = await world.data(
      'query ($id: ID) { auditEntries(filter: { subjectId: $id, action: DELETED }) { totalCount } }',
      { id },
      { as: 'superuser' },
    );
    expect(auditEntries.totalCount).toBe(1);
  });

  it('stay where somebody only asks what would happen', async () => {
    const { cookie, other } = await withTwo('cleo');

    const one = await ask(revoke, { id: await idOf(cookie), dryRun: true }, { cookie });
    const all = await ask(revokeAll, { includingCurrent: true, dryRun: true }, { cookie });

    expect(one.data.revokeSession.outcome).toBe('DELETED');
    expect(all.data.revokeSessions.summary).toEqual({ deleted: 2 });
    expect([...one.headers.getSetCookie(), ...all.headers.getSetCookie()]).toEqual([]);
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([true, true]);
  });

  it('end all at once, but for the one that asks', async () => {
    const { cookie, other } = await withTwo('dora');

    const { data } = await ask(revokeAll, {}, { cookie });

    expect(data.revokeSessions).toEqual({
      results: [{ index: 0, outcome: 'DELETED', session: { id: expect.stringMatching(/^ses-/) } }],
      summary: { deleted: 1 },
    });
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([false, true]);
    const last = await ask(revokeAll, { includingCurrent: true }, { cookie });
    expect(last.headers.getSetCookie()).toEqual([expect.stringMatching(/; Max-Age=0/)]);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('are in the history, with who ended them and no secret', async () => {
    const { id, cookie, other } = await withTwo('emma');
    const session = await idOf(other);

    await ask(revoke, { id: session }, { cookie });

    const query = `query ($filter: AuditEntryFilter) { auditEntries(filter: $filter) {
      nodes { action actorId subjectName changes { field before } } } }`;
    const filter = { subjectId: session, action: 'DELETED' };
    const { auditEntries } = await world.data(query, { filter }, { as: 'superuser' });
    expect(auditEntries.nodes).toEqual([
      expect.objectContaining({ action: 'DELETED', actorId: id, subjectName: 'emma' }),
    ]);
    const shown = auditEntries.nodes[0].changes.map(({ field }: { field: string }) => field);
    expect(shown).not.toContain('lastUsedAt');
    expect(auditEntries.nodes[0].changes).toContainEqual({ field: 'tokenHash', before: '(not shown)' });
  });

  it('are never more than a hundred: one more ends the one that was used least lately', async () => {
    const { id, cookie, username, other } = await withTwo('fay');
    const em = world.orm.em.fork();
    const user = await em.findOneOrFail(User, { id });
    const now = new Date(world.clock().getTime() + 1000);
    for (let n = 2; n < sessionLimits.maxOfUser; n += 1) {
      const tokenHash = `${n}`.padStart(64, '0');
      em.persist(new Session(user, { tokenHash, now, address: '::1', userAgent: undefined }));
    }
    await em.flush();
    world.pass(60);
    expect(await isSignedIn(cookie)).toBe(true);

    await world.signIn(username, `${username}'s password`);

    expect((await sessionsOf({ cookie })).totalCount).toBe(sessionLimits.maxOfUser);
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([false, true]);
  });

  describe('of somebody else', () => {
    it.each(['superuser', 'auditor'] as const)('are shown to the %s', async (as) => {
      const { id, username } = await withTwo(`gina-${as}`);

      const { totalCount, nodes } = await sessionsOf(as, username);

      expect(totalCount).toBe(2);
      expect(nodes.map(({ current }: { current: boolean }) => current)).toEqual([false, false]);
      expect((await sessionsOf(as, id)).totalCount).toBe(2);
    });

    it.each(['viewer', 'operator'] as const)('are nothing to the %s, by whatever way', async (as) => {
      const { id, other, username } = await withTwo(`hans-${as}`);
      const session = await idOf(other);
      const { cookie } = await world.person(`nosy-${as}`, as === 'viewer' ? 'VIEWER' : 'OPERATOR');

      for (const asker of [as, { cookie }]) {
        expect((await world.graphql(list, { user: username }, { as: asker })).codes).toEqual(['FORBIDDEN']);
        expect((await ask(revokeAll, { user: id }, asker)).codes).toEqual(['FORBIDDEN']);
        expect((await ask(revoke, { id: session }, asker)).problems).toEqual(['input.id: NOT_FOUND']);
      }
      expect(await isSignedIn(other)).toBe(true);
    });

    it('end only by who may change users', async () => {
      const { id, cookie, other } = await withTwo('ida');

      expect((await ask(revokeAll, { user: id }, 'auditor')).codes).toEqual(['FORBIDDEN']);
      expect((await ask(revoke, { id: await idOf(other) }, 'superuser')).data.revokeSession.outcome).toBe(
        'DELETED',
      );
      expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([false, true]);
      expect((await ask(revokeAll, { user: 'ida' }, 'superuser')).data.revokeSessions.summary).toEqual({
        deleted: 1,
      });
      expect(await isSignedIn(cookie)).toBe(false);
    });
  });

  it('go on with another role, and end with a new password or a disabled account', async () => {
    const { id, cookie, other } = await withTwo('jana');
    const update = (input: object) =>
      world.data(updateUser, { input: { id, ...input } }, { as: 'superuser' });

    await update({ role: 'OPERATOR' });
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([true, true]);
    await update({ password: 'another password' });
    expect([await isSignedIn(other), await isSignedIn(cookie)]).toEqual([false, false]);
    const newCookie = await world.signIn('jana', 'another password');
    await update({ disabled: true });
    expect(await isSignedIn(newCookie)).toBe(false);
  });

  it('are none of a script', async () => {
    expect((await sessionsOf('superuser')).totalCount).toBe(0);
    expect((await ask(revokeAll, {}, 'superuser')).problems).toEqual(['input.user: BAD_USER_INPUT']);
    expect((await ask(revokeAll, { user: 'nobody' }, 'superuser')).problems).toEqual([
      'input.user: NOT_FOUND',
    ]);
  });

  onlyWhere(database === 'postgresql', 'SQLite lets one write after the other')(
    'of who is just signing in',
    () => {
      it.each([
        ['a new password', { password: 'another password' }],
        ['a disabled account', { disabled: true }],
      ])('end with %s too', async (_, change) => {
        const { id, username, password } = await world.person(`late-${Object.keys(change)[0]}`, 'VIEWER');
        const beside = await connect(world.databaseUrl);
        const waiting = async (count: number) => {
          const sql = `select count(*)::int as count from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`;
          await eventually(async () => expect((await beside.query(sql)).rows).toEqual([{ count }]));
        };
        await beside.query('begin; lock table session in exclusive mode');

        const signingIn = world.signIn(username, password);
        await waiting(1);
        const changing = world.data(updateUser, { input: { id, ...change } }, { as: 'superuser' });
        await waiting(2);
        await beside.query('commit');
        await beside.end();

        const [cookie] = await Promise.all([signingIn, changing]);
        expect(await isSignedIn(cookie)).toBe(false);
        if ('disabled' in change)
          await world.data(updateUser, { input: { id, disabled: false } }, { as: 'superuser' });
        expect(await isSignedIn(cookie)).toBe(false);
      });
    },
  );
});
