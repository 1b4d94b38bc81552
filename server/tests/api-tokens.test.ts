/** Scripts send a token: created by a superuser, shown once, refused if expired, revoked or without its owner. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from './support/first-database.ts';
import type { Asker } from './support/graphql-client.ts';
import { createInstance, updateUser } from './support/operations.ts';
import { cloudmeta } from './support/cloudmeta.ts';
import { onBothDatabases, type World } from './support/world.ts';

const createApiToken = `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
  outcome secret apiToken { id name role prefix expiresAt revokedAt lastUsedAt state owner { username } ownerName } } }`;
const revokeApiToken = `mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) {
  outcome secret apiToken { name revokedAt } } }`;

const day = 24 * 60 * 60;

onBothDatabases('a token of a script', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const make = async (input: object) =>
    (await world.data(createApiToken, { input }, { as: 'superuser' })).createApiToken;
  const viewerBy = (token: string) =>
    world.graphql('{ viewer { name role user { id } apiToken { name } } }', {}, { as: { token } });
  const inSeconds = (seconds: number) => new Date(world.clock().getTime() + seconds * 1000).toISOString();

  it('is shown once, and is as good as its role', async () => {
    const { secret, apiToken, outcome } = await make({ name: 'deploy', role: 'OPERATOR' });

    expect(outcome).toBe('CREATED');
    expect(secret).toMatch(/^cm_[\w-]{43}$/);
    expect(apiToken).toMatchObject({ name: 'deploy', role: 'OPERATOR', state: 'ACTIVE', lastUsedAt: null });
    expect(secret.startsWith(apiToken.prefix)).toBe(true);
    expect((await viewerBy(secret)).data.viewer).toEqual({
      name: 'deploy',
      role: 'OPERATOR',
      user: null,
      apiToken: { name: 'deploy' },
    });
    const everything =
      '{ apiTokens { nodes { id name role prefix } } auditEntries { nodes { changes { before after } } } }';
    expect(JSON.stringify(await world.data(everything, {}, { as: 'superuser' }))).not.toContain(secret);
  });

  it('says when it was last used, to the minute, which is no change of it', async () => {
    const { secret, apiToken } = await make({ name: 'used', role: 'VIEWER' });
    const look = async () => {
      const query = '{ apiTokens(search: "used") { nodes { lastUsedAt version updatedAt } } }';
      return (await world.data(query, {}, { as: 'superuser' })).apiTokens.nodes[0];
    };
    const { updatedAt } = await look();
    const first = world.clock().toISOString();

    await viewerBy(secret);
    world.pass(59);
    await viewerBy(secret);
    const withinMinute = await look();
    world.pass(1);
    await viewerBy(secret);
    const later = await look();

    const usedAt = [apiToken, withinMinute, later].map(({ lastUsedAt }) => lastUsedAt);
    expect(usedAt).toEqual([null, first, world.clock().toISOString()]);
    expect([withinMinute, later]).toMatchObject([1, 2].map(() => ({ version: 1, updatedAt })));
  });

  it.each([
    ['after 90 days, where nothing else is said', {}, 90 * day],
    ['after 90 days, where no moment is given', { expiresAt: null }, 90 * day],
    ['never, where that is said', { never: true }, undefined],
  ])('expires %s', async (name, given, seconds) => {
    const { apiToken } = await make({ name, role: 'VIEWER', ...given });

    expect(apiToken.expiresAt).toBe(seconds === undefined ? null : inSeconds(seconds));
  });

  it('does not expire and never expire, nor before it is made', async () => {
    const { problems } = await world.graphql(
      createApiToken,
      { input: { name: 'both', role: 'VIEWER', expiresAt: inSeconds(-1), never: true } },
      { as: 'superuser' },
    );

    expect(problems).toEqual(['input.expiresAt: BAD_USER_INPUT', 'input.never: BAD_USER_INPUT']);
  });

  it('of the command line expires after 90 days too, unless it says never', async () => {
    const create = (name: string, ...more: string[]) =>
      cloudmeta(['token', 'create', '--name', name, '--role', 'VIEWER', ...more], {
        DATABASE_URL: world.databaseUrl,
      });
    const before = Date.now();

    const made = [await create('by-command'), await create('by-command-for-ever', '--never')];

    const query = '{ apiTokens(search: "by-command") { nodes { expiresAt owner { id } ownerName state } } }';
    const { apiTokens } = await world.data(query, {}, { as: 'superuser' });
    const [usual, forEver] = apiTokens.nodes;
    expect(made.map(({ code }) => code)).toEqual([0, 0]);
    expect(made.map(({ stderr }) => /expires in 90 days/.test(stderr))).toEqual([true, false]);
    const days = Math.round((Date.parse(usual.expiresAt) - before) / 1000 / day);
    expect(days).toBe(90);
    expect(forEver).toEqual({ expiresAt: null, owner: null, ownerName: null, state: 'ACTIVE' });
  });

  it('is refused from the moment on that it expires', async () => {
    const { secret } = await make({ name: 'short', role: 'VIEWER', expiresAt: inSeconds(3600) });

    world.pass(3599);
    expect((await viewerBy(secret)).data.viewer.name).toBe('short');
    world.pass(1);
    expect(await viewerBy(secret)).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
  });

  it('is refused once it is revoked, and stays in the list', async () => {
    const { secret, apiToken } = await make({ name: 'lost', role: 'SUPERUSER' });

    const { revokeApiToken: done } = await world.data(
      revokeApiToken,
      { input: { id: 'lost' } },
      { as: 'superuser' },
    );

    expect(done).toEqual({
      outcome: 'UPDATED',
      secret: null,
      apiToken: { name: 'lost', revokedAt: world.clock().toISOString() },
    });
    expect(await viewerBy(secret)).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    const repeated = await world.data(revokeApiToken, { input: { id: apiToken.id } }, { as: 'superuser' });
    expect(repeated.revokeApiToken.outcome).toBe('UNCHANGED');
  });

  it('has a name of its own', async () => {
    await make({ name: 'once', role: 'VIEWER' });

    const { problems } = await world.graphql(
      createApiToken,
      { input: { name: 'once', role: 'VIEWER' } },
      { as: 'superuser' },
    );

    expect(problems).toEqual(['input.name: ALREADY_EXISTS']);
  });

  it('is known whatever the case of its scheme, and goes before a cookie', async () => {
    const { cookie } = await world.person('somebody', 'SUPERUSER');
    const { secret } = await make({ name: 'scheme', role: 'VIEWER' });

    const shown: Record<string, string>[] = [
      { authorization: `bearer ${secret}` },
      { authorization: `Bearer  ${secret}`, cookie },
    ];
    for (const headers of shown) {
      const { data } = await world.graphql('{ viewer { name } }', {}, { as: 'nobody', headers });
      expect(data.viewer.name).toBe('scheme');
    }
  });

  describe('of a user', () => {
    beforeAll(() => world.person('another-superuser', 'SUPERUSER')); // so that the others may lose their rights

    /** Creates a user, and a token as that user. */
    const owned = async (username: string, given: object = {}) => {
      const person = await world.person(username, 'SUPERUSER');
      const input = { name: `of-${username}`, role: 'OPERATOR', rolesAssign: true, ...given };
      const made = await world.data(createApiToken, { input }, { as: { cookie: person.cookie } });
      return { person, ...made.createApiToken };
    };
    const update = (input: object) => world.data(updateUser, { input }, { as: 'superuser' });
    const stateOf = async (name: string) => {
      const query =
        'query ($search: String) { apiTokens(search: $search) { nodes { state ownerName owner { username } } } }';
      return (await world.data(query, { search: name }, { as: 'superuser' })).apiTokens.nodes[0];
    };
    const register = (token: string, hostname: string) =>
      world.graphql(createInstance, { input: { hostname } }, { as: { token } });

    it('names its owner, and so does one that a script of the user makes', async () => {
      const { apiToken, secret } = await owned('olga', { role: 'SUPERUSER' });

      const { createApiToken: second } = await world.data(
        createApiToken,
        { input: { name: 'by-a-script', role: 'VIEWER' } },
        { as: { token: secret } },
      );

      expect([apiToken, second.apiToken]).toMatchObject(
        [1, 2].map(() => ({ owner: { username: 'olga' }, ownerName: 'olga', state: 'ACTIVE' })),
      );
    });

    it('is refused at once while the account of the user is disabled, and listed so', async () => {
      const { person, secret, apiToken } = await owned('oskar');
      expect((await viewerBy(secret)).codes).toEqual([]);

      await update({ id: person.id, disabled: true });

      expect(await viewerBy(secret)).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
      expect(await stateOf(apiToken.name)).toMatchObject({ state: 'OWNER_DISABLED', ownerName: 'oskar' });
      await update({ id: person.id, disabled: false });
      expect((await viewerBy(secret)).codes).toEqual([]);
    });

    it('is refused once the account of the user is gone, and still listed', async () => {
      const { person, secret, apiToken } = await owned('otto');

      await sql(world.orm, 'delete from "user" where id = ?', [person.id]);

      expect(await viewerBy(secret)).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
      expect(await stateOf(apiToken.name)).toEqual({
        state: 'OWNER_DELETED',
        ownerName: 'otto',
        owner: null,
      });
    });

    it('may do no more than the user may at the time', async () => {
      const { person, secret } = await owned('oda');
      const viewer = async () =>
        (await world.data('{ viewer { role rolesAssign permissions } }', {}, { as: { token: secret } }))
          .viewer;
      const before = await viewer();
      expect((await register(secret, 'by-oda-1')).codes).toEqual([]);

      await update({ id: person.id, role: 'VIEWER' });
      const demoted = await viewer();
      const refused = await register(secret, 'by-oda-2');
      await update({ id: person.id, role: 'OPERATOR' });
      const withoutRoles = await viewer();
      const restored = await register(secret, 'by-oda-3');

      expect(before).toMatchObject({ role: 'OPERATOR', rolesAssign: true });
      expect(before.permissions).toContain('instances:write');
      expect(demoted).toMatchObject({ role: 'OPERATOR', rolesAssign: false });
      expect(demoted.permissions.filter((one: string) => one.endsWith(':write'))).toEqual([]);
      expect(refused.codes).toEqual(['FORBIDDEN']);
      expect(refused.errors[0]!.message).toMatch(/its owner, who has the role VIEWER now/);
      expect(withoutRoles.rolesAssign).toBe(false);
      expect(restored.codes).toEqual([]);
    });

    it('does not get more rights with the user', async () => {
      const { person, secret } = await owned('omar', { role: 'VIEWER' });

      expect(person.id).toMatch(/^usr-/);
      expect((await register(secret, 'by-omar')).codes).toEqual(['FORBIDDEN']);
    });

    it('shows its owner to those alone who may read users', async () => {
      const { secret } = await owned('otis');
      const ask = (as: Asker) => world.graphql('{ viewer { apiToken { owner { id } } } }', {}, { as });

      expect((await ask({ token: secret })).codes).toEqual(['FORBIDDEN']);
      expect((await ask('superuser')).codes).toEqual([]);
    });
  });
});
