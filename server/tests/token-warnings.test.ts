/** An operator who requires tokens of a machine is warned if one of its clients does not use them. */
import { beforeAll, expect, it } from '@jest/globals';
import { withToken } from './support/guest.ts';
import { onBothDatabases, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';
const warnings = 'warnings { code message hint }';
const update = `mutation ($input: UpdateInstanceInput!) {
  updateInstance(input: $input) { outcome ${warnings} instance { ${warnings} } }
}`;
const upsertMany = `mutation ($input: UpsertInstancesInput!) {
  upsertInstances(input: $input) { results { outcome warnings { code } } }
}`;
const question = `query ($id: String) {
  instance(by: { hostname: $id }) { lastRequest { at address userAgent path status withToken } ${warnings} }
}`;

const required = { metadataOptions: { httpTokens: 'REQUIRED' } };
const mayBeUnused = {
  code: 'TOKENS_MAY_BE_UNUSED',
  message: expect.stringContaining('has not been seen with one'),
  hint: expect.stringContaining('cloudbase-init'),
};

onBothDatabases('whoever requires tokens', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const instance = async (hostname: string) => (await world.data(question, { id: hostname })).instance;

  it('is told in the payload which client asked without one, and how long ago', async () => {
    const { guest, hostname } = await world.instance({ hostname: 'web-1' });
    await guest.get(id, { 'User-Agent': 'Cloud-Init/25.1' });
    world.pass(3 * 60);

    const { updateInstance } = await world.data(update, { input: { id: hostname, ...required } });

    const warning = {
      code: 'TOKENS_REQUIRED_BUT_UNUSED',
      message: 'web-1 asked without a token 3 minutes ago (Cloud-Init/25.1): it is refused now.',
      hint: expect.stringContaining('OPTIONAL'),
    };
    expect(updateInstance).toEqual({
      outcome: 'UPDATED',
      warnings: [warning],
      instance: { warnings: [warning] },
    });
  });

  it('is told so before it is done', async () => {
    const { guest, hostname } = await world.instance();
    await guest.get(id, { 'User-Agent': 'Cloud-Init/25.1' });
    const input = { id: hostname, ...required, dryRun: true };

    const { updateInstance } = await world.data(update, { input });

    expect(updateInstance.warnings).toMatchObject([{ code: 'TOKENS_REQUIRED_BUT_UNUSED' }]);
    expect((await instance(hostname)).warnings).toEqual([]);
    expect((await guest.get(id)).status).toBe(200);
  });

  it('is told so of a client that is refused since', async () => {
    const { guest, hostname } = await world.instance(required);
    expect((await instance(hostname)).warnings).toEqual([mayBeUnused]);

    expect((await guest.get(id, { 'User-Agent': 'curl/8.5' })).status).toBe(401);

    expect((await instance(hostname)).warnings).toEqual([
      expect.objectContaining({
        code: 'TOKENS_REQUIRED_BUT_UNUSED',
        message: expect.stringContaining('just now (curl/8.5)'),
      }),
    ]);
  });

  it('is not warned of a machine that shows tokens', async () => {
    const { guest, hostname } = await world.instance();
    await guest.get(id, { 'User-Agent': 'Boto3/1.35' });
    const token = withToken(await guest.token());
    await guest.get(id, { ...token, 'User-Agent': 'Boto3/1.36' });

    const { updateInstance } = await world.data(update, { input: { id: hostname, ...required } });

    expect(updateInstance.warnings).toEqual([]);
    expect((await instance(hostname)).warnings).toEqual([]);
  });

  it('is warned of every machine of a list by itself', async () => {
    const [silent, old, modern] = [await world.instance(), await world.instance(), await world.instance()];
    await old.guest.get(id);
    await modern.guest.get(id, withToken(await modern.guest.token()));
    const instances = [
      ...[silent, old, modern].map(({ hostname }) => ({ hostname, ...required })),
      { hostname: 'not a host name' },
      { hostname: modern.hostname.replace('m', 'n') },
    ];

    const { upsertInstances } = await world.data(upsertMany, { input: { instances, atomic: false } });

    expect(upsertInstances.results).toEqual([
      { outcome: 'UPDATED', warnings: [{ code: 'TOKENS_MAY_BE_UNUSED' }] },
      { outcome: 'UPDATED', warnings: [{ code: 'TOKENS_REQUIRED_BUT_UNUSED' }] },
      { outcome: 'UPDATED', warnings: [] },
      { outcome: null, warnings: [] },
      { outcome: 'CREATED', warnings: [] },
    ]);
  });

  it('is not warned of a machine that is deleted, and of the one that takes its place afresh', async () => {
    const { guest, hostname, address } = await world.instance(required);
    await guest.get(id);

    const { deleteInstance } = await world.data(
      `mutation ($input: DeleteInstanceInput!) { deleteInstance(input: $input) { ${warnings} } }`,
      { input: { id: hostname } },
    );
    await world.instance({ ...required, hostname, addresses: [address] });

    expect(deleteInstance.warnings).toEqual([]);
    expect(await instance(hostname)).toEqual({ lastRequest: null, warnings: [mayBeUnused] });
  });
});

onBothDatabases('an operator', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const lastRequest = async (hostname: string) =>
    (await world.data(question, { id: hostname }, { as: 'viewer' })).instance.lastRequest;

  it('sees when a machine last asked, from where, with what, and whether with a token', async () => {
    const { guest, hostname, address } = await world.instance();
    expect(await lastRequest(hostname)).toBeNull();
    const began = world.clock().toISOString();

    await guest.get(id, { 'User-Agent': 'Cloud-Init/25.1' });
    const first = await lastRequest(hostname);
    world.pass(60);
    const token = withToken(await guest.token());
    await guest.get('/nowhere', { ...token, 'User-Agent': `Boto3/${'1'.repeat(300)}` });

    expect(first).toEqual({
      at: began,
      address,
      userAgent: 'Cloud-Init/25.1',
      path: id,
      status: 200,
      withToken: false,
    });
    expect(await lastRequest(hostname)).toEqual({
      at: world.clock().toISOString(),
      address,
      userAgent: `Boto3/${'1'.repeat(194)}`,
      path: '/nowhere',
      status: 404,
      withToken: true,
    });
  });

  it('sees a refused request as well, and no other machine in its place', async () => {
    const { guest, hostname } = await world.instance({ metadataOptions: { httpEndpoint: 'DISABLED' } });
    const other = await world.instance();

    expect((await guest.get(id)).status).toBe(403);

    expect(await lastRequest(hostname)).toMatchObject({ status: 403, withToken: false });
    expect(await lastRequest(other.hostname)).toBeNull();
  });

  it('does not see what the preview in the admin asks', async () => {
    const { hostname } = await world.instance();

    await world.data('query ($id: String) { instance(by: { hostname: $id }) { metadata { status } } }', {
      id: hostname,
    });

    expect(await lastRequest(hostname)).toBeNull();
  });
});
