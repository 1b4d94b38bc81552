/** Users sign in to the admin with a cookie, and no other site acts in their name. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createInstance, createUser, updateUser } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name role } } }';
const signOut = 'mutation { signOut { viewer { name } } }';
const changePassword =
  'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { viewer { name } } }';
const whoAmI = '{ viewer { name role user { username } apiToken { name } } }';

onBothDatabases('a person', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const viewer = async (cookie: string) => (await world.data(whoAmI, {}, { as: { cookie } })).viewer;
  const signsIn = (username: string, password: string, headers = {}) =>
    world.graphql(signIn, { input: { username, password } }, { as: 'nobody', headers });

  it('is no change of the person that somebody who edits the user would meet', async () => {
    const { id } = await world.person('often', 'VIEWER');

    await world.signIn('often', "often's password");

    const { node } = await world.data(
      'query ($id: ID!) { node(id: $id) { ... on User { version lastSignInAt } } }',
      { id },
      { as: 'superuser' },
    );
    expect(node).toEqual({ version: 1, lastSignInAt: expect.any(String) });
  });

  it('gets a cookie that no script can read and no other site can use', async () => {
    const { username, password } = await world.person('alice', 'OPERATOR');

    const answer = await signsIn(username, password);

    expect(answer.data).toEqual({ signIn: { viewer: { name: 'alice', role: 'OPERATOR' } } });
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^cloudmeta_session=[\w-]{43}; /);
    const attributes = cookie!.split('; ').slice(1);
    expect(attributes).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', expect.stringMatching(/^SameSite=(Lax|Strict)$/)]),
    );
    expect(attributes).not.toContain('Secure');
  });

  it('gets one over plain http under the name of a host too, and acts from there', async () => {
    const { username, password } = await world.person('named', 'VIEWER');
    const site = { Host: 'meta.lab.example', Origin: 'http://meta.lab.example' };
    const ask = (query: string, variables: object, cookie: object = {}) => {
      const headers = { ...site, ...cookie, 'Content-Type': 'application/json' };
      const body = JSON.stringify({ query, variables });
      return world.guest().sendBody({ method: 'POST', target: '/graphql', headers, body });
    };

    const answer = await ask(signIn, { input: { username, password } });

    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(/^cloudmeta_session=[\w-]{43};/);
    expect(cookie).not.toMatch(/Secure|Domain/);
    const { text } = await ask(signOut, {}, { Cookie: cookie.split(';', 1)[0] });
    expect(JSON.parse(text)).toEqual({ data: { signOut: { viewer: null } } });
  });

  it('gets one for encrypted connections only behind a proxy that encrypts', async () => {
    const behind = await open({ config: { TRUSTED_PROXIES: '127.0.0.1' } });
    const secureCookieOf = async (server: World) => {
      const { username, password } = await server.person('behind', 'VIEWER');
      const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.7' };
      const answer = await server.graphql(
        signIn,
        { input: { username, password } },
        { as: 'nobody', headers },
      );
      return answer.headers.getSetCookie()[0]!.includes('; Secure');
    };

    expect(await secureCookieOf(behind)).toBe(true);
    expect(await secureCookieOf(world)).toBe(false);
  });

  it('is known by the cookie, with the rights of their role', async () => {
    const { cookie } = await world.person('bob', 'OPERATOR');

    expect(await viewer(cookie)).toEqual({
      name: 'bob',
      role: 'OPERATOR',
      user: { username: 'bob' },
      apiToken: null,
    });
    expect(
      (await world.graphql(createInstance, { input: { hostname: 'by-bob' } }, { as: { cookie } })).codes,
    ).toEqual([]);
    expect((await world.graphql('{ users { totalCount } }', {}, { as: { cookie } })).codes).toEqual([
      'FORBIDDEN',
    ]);
  });

  it('is nobody with a wrong cookie', async () => {
    const { cookie } = await world.person('wrong', 'SUPERUSER');
    const [name, value] = cookie.split('=') as [string, string];

    for (const wrong of [`${name}=`, `${name}=${value}x`, `${name}=${value.slice(1)}`, `other=${value}`])
      expect(await viewer(wrong)).toBeNull();
  });

  it('is nobody after signing out, in that browser and in no other', async () => {
    const { username, password, cookie } = await world.person('carol', 'VIEWER');
    const other = await world.signIn(username, password);

    const { headers, data } = await world.graphql(signOut, {}, { as: { cookie } });

    expect(data).toEqual({ signOut: { viewer: null } });
    expect(headers.getSetCookie()[0]).toMatch(/^cloudmeta_session=; Max-Age=0/);
    expect(await viewer(cookie)).toBeNull();
    expect(await viewer(other)).toMatchObject({ name: 'carol' });
    expect((await world.graphql('{ instances { totalCount } }', {}, { as: { cookie } })).codes).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  it('changes their password, which signs out all their other browsers', async () => {
    const { username, password, cookie } = await world.person('dave', 'VIEWER');
    const other = await world.signIn(username, password);
    const input = { currentPassword: password, newPassword: 'a new password' };

    await world.data(changePassword, { input }, { as: { cookie } });

    expect(await viewer(cookie)).toMatchObject({ name: 'dave' });
    expect(await viewer(other)).toBeNull();
    expect((await signsIn(username, password)).codes).toEqual(['UNAUTHENTICATED']);
    expect((await signsIn(username, 'a new password')).codes).toEqual([]);
  });

  it('cannot change it without the present one, or to a short one, and a script cannot at all', async () => {
    const { cookie, password } = await world.person('erin', 'SUPERUSER');
    const change = async (input: object, as = { cookie } as never) =>
      (await world.graphql(changePassword, { input }, { as })).problems;

    expect(await change({ currentPassword: 'wrong one', newPassword: 'short' })).toEqual([
      'input.currentPassword: BAD_USER_INPUT',
      'input.newPassword: BAD_USER_INPUT',
    ]);
    expect(
      await change({ currentPassword: password, newPassword: 'fine enough' }, 'superuser' as never),
    ).toEqual(['input.currentPassword: BAD_USER_INPUT']);
    expect(await viewer(cookie)).toMatchObject({ name: 'erin' });
  });

  it('is signed out at once when disabled, and cannot come back until enabled', async () => {
    const { id, username, password, cookie } = await world.person('frank', 'OPERATOR');
    const update = (input: object) =>
      world.data(updateUser, { input: { id, ...input } }, { as: 'superuser' });

    await update({ disabled: true });
    expect(await viewer(cookie)).toBeNull();
    const refused = await signsIn(username, password);
    const unknown = await signsIn('nobody-of-that-name', password);
    expect(refused.errors[0]!.message).toBe(unknown.errors[0]!.message);

    await update({ disabled: false });
    expect(await viewer(cookie)).toBeNull();
    expect((await signsIn(username, password)).codes).toEqual([]);
  });

  it('has another role from the next request on', async () => {
    const { id, cookie } = await world.person('grace', 'OPERATOR');

    await world.data(updateUser, { input: { id, role: 'VIEWER' } }, { as: 'superuser' });

    expect(await viewer(cookie)).toMatchObject({ role: 'VIEWER' });
    expect(
      (await world.graphql(createInstance, { input: { hostname: 'x' } }, { as: { cookie } })).codes,
    ).toEqual(['FORBIDDEN']);
  });

  it('is signed out twelve hours after the last request', async () => {
    const { cookie } = await world.person('henry', 'VIEWER');
    const hour = 60 * 60;

    for (let day = 0; day < 3; day += 1) {
      world.pass(12 * hour - 1);
      expect(await viewer(cookie)).toMatchObject({ name: 'henry' });
    }
    world.pass(12 * hour);
    expect(await viewer(cookie)).toBeNull();
    expect(await viewer(cookie)).toBeNull();
  });

  it('is signed out after two weeks, however often they ask', async () => {
    const { cookie } = await world.person('hilda', 'VIEWER');
    const hour = 60 * 60;

    for (let hours = 0; hours < 14 * 24 - 8; hours += 8) {
      world.pass(8 * hour);
      expect(await viewer(cookie)).toMatchObject({ name: 'hilda' });
    }
    world.pass(8 * hour - 1);
    expect(await viewer(cookie)).toMatchObject({ name: 'hilda' });
    world.pass(1);
    expect(await viewer(cookie)).toBeNull();
  });

  it('leaves at least one super user', async () => {
    const fresh = await open();
    const { id } = await fresh.person('first', 'SUPERUSER');
    const update = async (input: object) =>
      (await fresh.graphql(updateUser, { input }, { as: 'superuser' })).codes;

    expect(await update({ id, role: 'OPERATOR' })).toEqual(['CONFLICT']);
    expect(await update({ id, disabled: true })).toEqual(['CONFLICT']);
    await fresh.person('second', 'SUPERUSER');
    expect(await update({ id, role: 'OPERATOR' })).toEqual([]);
    expect(await update({ id: 'second', disabled: true })).toEqual(['CONFLICT']);
  });

  it('may not have the name of another', async () => {
    await world.person('ivan', 'VIEWER');

    const { problems } = await world.graphql(
      createUser,
      { input: { username: 'ivan', password: 'long enough' } },
      { as: 'superuser' },
    );

    expect(problems).toEqual(['input.username: ALREADY_EXISTS']);
  });

  describe('whose browser is on another site', () => {
    it.each([['https://evil.example'], ['null'], ['http://127.0.0.1'], ['http://localhost:1']])(
      'does nothing in their name: %s',
      async (origin) => {
        const { cookie, username, password } = await world.person(
          `site-${origin.replace(/\W/g, '')}`,
          'SUPERUSER',
        );

        for (const query of ['mutation { deleteInstance(input: { id: "a" }) { outcome } }', whoAmI]) {
          const answer = await world.graphql(query, {}, { as: { cookie }, headers: { origin } });
          expect(answer).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });
          expect(answer.data ?? null).toBeNull();
        }
        expect((await signsIn(username, password, { origin })).codes).toEqual(['FORBIDDEN']);
      },
    );

    it('does nothing where it does not say so', async () => {
      const { cookie } = await world.person('silent', 'SUPERUSER');

      const answer = await world.graphql(
        'mutation { signOut { viewer { name } } }',
        {},
        { as: 'nobody', headers: { cookie } },
      );

      expect(answer).toMatchObject({ status: 403, codes: ['FORBIDDEN'] });
      expect(await viewer(cookie)).toMatchObject({ name: 'silent' });
    });
  });
});
