/** Scripts show a token: made by a super user, shown once, refused when expired or revoked. */
import { beforeAll, expect, it } from '@jest/globals';
import { onBothDatabases, type World } from './world.ts';

const createApiToken = `mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) {
  outcome secret apiToken { id name role prefix expiresAt revokedAt lastUsedAt } } }`;
const revokeApiToken = `mutation ($input: RevokeApiTokenInput!) { revokeApiToken(input: $input) {
  outcome secret apiToken { name revokedAt } } }`;

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
    expect(apiToken).toMatchObject({ name: 'deploy', role: 'OPERATOR', expiresAt: null, lastUsedAt: null });
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

  it('says when it was last used', async () => {
    const { secret } = await make({ name: 'used', role: 'VIEWER' });

    await viewerBy(secret);

    const { apiTokens } = await world.data(
      '{ apiTokens(search: "used") { nodes { lastUsedAt version } } }',
      {},
      { as: 'superuser' },
    );
    expect(apiTokens.nodes).toEqual([{ lastUsedAt: world.clock().toISOString(), version: 1 }]);
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
    const again = await world.data(revokeApiToken, { input: { id: apiToken.id } }, { as: 'superuser' });
    expect(again.revokeApiToken.outcome).toBe('UNCHANGED');
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
});
