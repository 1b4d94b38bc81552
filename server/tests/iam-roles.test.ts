/** Roles: the credentials that instances get, which no other caller ever sees. */
import { beforeAll, expect, it } from '@jest/globals';
import { getNamedType, isLeafType, type GraphQLObjectType } from 'graphql';
import { buildApiSchema } from '../api/schema.ts';
import type { Anything } from './support/graphql-client.ts';
import { withToken, type Guest } from './support/guest.ts';
import { createInstance, updateInstance, upsertInstances } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const role =
  'id name version instanceProfileArn instanceProfileId credentialsState credentialsExpireAt credentialsUpdatedAt failureCode failureMessage';
const result = `results { index outcome iamRole { name } error { code fieldErrors { path code } } }
  summary { created updated unchanged deleted failed }`;
const one = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { outcome iamRole { ${role} } } }`;
const many = (name: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${result} } }`;
const createIamRole = one('createIamRole');
const updateIamRole = one('updateIamRole');
const upsertIamRole = one('upsertIamRole');
const deleteIamRole = one('deleteIamRole');
const upsertIamRoles = many('upsertIamRoles');
const deleteIamRoles = many('deleteIamRoles');
const roleByName = `query ($name: String) { iamRole(by: { name: $name }) { ${role} } }`;
const changesOf = `query ($id: ID!) { node(id: $id) {
  ... on IamRole { history { totalCount nodes { action changes { field before after } } } }
  ... on Instance { history { totalCount nodes { action changes { field before after } } } } } }`;

const info = '/latest/meta-data/iam/info';
const folder = '/latest/meta-data/iam/security-credentials/';
const identityPath = '/latest/meta-data/identity-credentials/ec2/security-credentials/ec2-instance';

/** Returns distinguishable credentials that expire in six hours of the world's clock. */
const credentialsOf = (world: { clock(): Date }, mark: string) => ({
  accessKeyId: `ASIA${mark}`,
  secretAccessKey: `wJalrXUtnFEMI/${mark}/bPxRfiCYEXAMPLEKEY`,
  token: `IQoJb3JpZ2luX2Vj//${mark}+token==`,
  expiration: new Date(world.clock().getTime() + 6 * 3600_000).toISOString(),
});

/** Formats a time as the service does. */
const seconds = (moment: Date | string) => `${new Date(moment).toISOString().slice(0, 19)}Z`;

/** Reads the credentials of a role as a guest, as data. */
const servedRole = async (guest: Guest, name: string): Promise<Anything> => {
  const { status, text } = await guest.get(`${folder}${name}`);
  expect(status).toBe(200);
  return JSON.parse(text);
};

onBothDatabases('a role', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  const give = async (name: string, input: object = {}) => {
    const { upsertIamRole: done } = await world.data(upsertIamRole, { input: { name, ...input } });
    return done;
  };
  const find = async (name: string) => (await world.data(roleByName, { name })).iamRole;

  it('is told to its machine with its credentials, byte for byte', async () => {
    await give('S3AdminAccess', {
      instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/S3AdminAccess',
      instanceProfileId: 'AIPAVMQT32F2Q43IXV2TC',
      credentials: {
        accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        token: 'IQoJb3JpZ2luX2VjEXAMPLE==',
        expiration: '2099-05-17T15:09:54.700Z',
        lastUpdated: '2022-02-13T13:17:17.900Z',
      },
    });

    const { guest } = await world.instance({ iamRole: 'S3AdminAccess' });

    const plain = { status: 200, headers: { 'content-type': 'text/plain' } };
    const profile = `{
  "Code" : "Success",
  "LastUpdated" : "2022-02-13T13:17:17Z",
  "InstanceProfileArn" : "arn:aws:iam::123456789012:instance-profile/S3AdminAccess",
  "InstanceProfileId" : "AIPAVMQT32F2Q43IXV2TC"
}`;
    const answer = `{
  "Code" : "Success",
  "LastUpdated" : "2022-02-13T13:17:17Z",
  "Type" : "AWS-HMAC",
  "AccessKeyId" : "ASIAIOSFODNN7EXAMPLE",
  "SecretAccessKey" : "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "Token" : "IQoJb3JpZ2luX2VjEXAMPLE==",
  "Expiration" : "2099-05-17T15:09:54Z"
}`;
    expect(profile).toHaveLength(200);
    for (const [path, text] of [
      ['/latest/meta-data/iam', 'info\nsecurity-credentials/'],
      [info, profile],
      [`${info}/`, profile],
      [folder, 'S3AdminAccess'],
      [folder.slice(0, -1), 'S3AdminAccess'],
      [`${folder}S3AdminAccess`, answer],
      [`${folder}S3AdminAccess/`, answer],
      [`${folder.replace('latest', '2012-01-12')}S3AdminAccess`, answer],
    ] as const)
      expect(await guest.get(path)).toMatchObject({ ...plain, text });
    expect((await guest.get('/latest/meta-data/')).text.split('\n')).toContain('iam/');
    expect((await guest.get('/2011-05-01/meta-data/')).text.split('\n')).not.toContain('iam/');
    expect((await guest.get(`${folder}another`)).status).toBe(404);
  });

  it('says when its credentials were refreshed, and the rest when the machine came to be', async () => {
    world.pass(3600); // the machine is created at the real time, whatever the world's clock says
    await give('dated', { credentials: credentialsOf(world, 'dated') });
    const refreshed = world.clock();
    world.pass(120);
    const { guest } = await world.instance({ iamRole: 'dated' });

    const modified = async (path: string) => (await guest.get(path)).headers['last-modified'];

    for (const path of ['/latest/meta-data/iam', info, folder, `${folder}dated`])
      expect(await modified(path)).toBe(refreshed.toUTCString());
    expect(await modified('/latest/meta-data/hostname')).not.toBe(refreshed.toUTCString());
    expect(JSON.parse((await guest.get(info)).text).LastUpdated).toBe(seconds(refreshed));
  });

  it('gives rotated credentials at once, with the times of the rotation', async () => {
    await give('rotated', { credentials: credentialsOf(world, 'FIRST') });
    const { guest } = await world.instance({ iamRole: 'rotated' });
    expect((await servedRole(guest, 'rotated')).AccessKeyId).toBe('ASIAFIRST');

    world.pass(3600);
    const second = credentialsOf(world, 'SECOND');
    const { outcome } = await give('rotated', { credentials: second });

    expect(outcome).toBe('UPDATED');
    expect(await servedRole(guest, 'rotated')).toEqual({
      Code: 'Success',
      LastUpdated: seconds(world.clock()),
      Type: 'AWS-HMAC',
      AccessKeyId: second.accessKeyId,
      SecretAccessKey: second.secretAccessKey,
      Token: second.token,
      Expiration: seconds(second.expiration),
    });
  });

  it('is left alone when it is given what it has', async () => {
    const wanted = { instanceProfileId: 'AIPA4567890123456', credentials: credentialsOf(world, 'same') };
    const first = await give('same', wanted);
    const { guest } = await world.instance({ iamRole: 'same' });
    const before = (await guest.get(`${folder}same`)).text;

    world.pass(60);
    const repeated = await give('same', wanted);
    const bulk = await world.data(upsertIamRoles, { input: { iamRoles: [{ name: 'same', ...wanted }] } });
    const none = await world.data(updateIamRole, { input: { id: 'same', failure: null } });

    expect(first.outcome).toBe('CREATED');
    expect([repeated.outcome, none.updateIamRole.outcome]).toEqual(['UNCHANGED', 'UNCHANGED']);
    expect(bulk.upsertIamRoles.summary).toMatchObject({ unchanged: 1, updated: 0 });
    expect(repeated.iamRole).toEqual(first.iamRole);
    expect((await guest.get(`${folder}same`)).text).toBe(before);
  });

  it.each(['accessKeyId', 'secretAccessKey', 'token', 'expiration'])(
    'changes when no more than the %s is another',
    async (field) => {
      const name = `differs-in-${field}`;
      const credentials = credentialsOf(world, 'differs');
      await give(name, { credentials });

      const other = field === 'expiration' ? '2099-01-01T00:00:00Z' : 'another';
      const { outcome } = await give(name, { credentials: { ...credentials, [field]: other } });

      expect(outcome).toBe('UPDATED');
    },
  );

  it('fails in the form of the service, keeps its credentials meanwhile, and works again', async () => {
    await give('failing', { credentials: credentialsOf(world, 'failing') });
    const { guest } = await world.instance({ iamRole: 'failing' });
    const failure = {
      code: 'AssumeRoleUnauthorizedAccess',
      message: 'EC2 cannot assume the role "failing".',
    };

    world.pass(60);
    await give('failing', { failure });
    const { status, text } = await guest.get(`${folder}failing`);
    const profile = JSON.parse((await guest.get(info)).text);
    world.pass(60);
    const { iamRole } = await give('failing', { failure: null });

    expect(status).toBe(200);
    expect(text).toBe(`{
  "Code" : "AssumeRoleUnauthorizedAccess",
  "Message" : "EC2 cannot assume the role \\"failing\\".",
  "LastUpdated" : "${seconds(new Date(world.clock().getTime() - 60_000))}"
}`);
    expect(profile.Code).toBe('Success');
    expect(iamRole).toMatchObject({ failureCode: null, failureMessage: null, credentialsState: 'CURRENT' });
    expect(await servedRole(guest, 'failing')).toMatchObject({
      Code: 'Success',
      AccessKeyId: 'ASIAfailing',
      LastUpdated: seconds(world.clock()),
    });
  });

  it('works again when it gets credentials, unless the same input lets it fail', async () => {
    const failure = { code: 'InstanceProfileNotFound', message: 'There is no such profile.' };
    await give('mended', { failure });
    const { guest } = await world.instance({ iamRole: 'mended' });
    expect(JSON.parse((await guest.get(info)).text)).toMatchObject({
      Code: 'InstanceProfileNotFound',
      Message: 'There is no such profile.',
    });

    await give('mended', { credentials: credentialsOf(world, 'mended'), failure });
    expect((await servedRole(guest, 'mended')).Code).toBe('InstanceProfileNotFound');
    await give('mended', { instanceProfileId: 'AIPAMENDED1234567' });
    expect((await servedRole(guest, 'mended')).Code).toBe('InstanceProfileNotFound');
    await give('mended', { credentials: credentialsOf(world, 'mended') });

    expect((await servedRole(guest, 'mended')).Code).toBe('Success');
    expect(JSON.parse((await guest.get(info)).text).Code).toBe('Success');
  });

  it('without credentials says that there are none, before it gets them and after they were taken', async () => {
    await give('empty');
    const { guest } = await world.instance({ iamRole: 'empty' });
    const none = { Code: 'AssumeRoleUnauthorizedAccess', Message: expect.stringContaining('empty') };
    expect(await servedRole(guest, 'empty')).toMatchObject(none);
    expect((await guest.get(folder)).text).toBe('empty');

    await give('empty', { credentials: credentialsOf(world, 'empty') });
    world.pass(5);
    const { iamRole } = await give('empty', { credentials: null });
    const repeated = await give('empty', { credentials: null });

    expect(iamRole).toMatchObject({ credentialsState: 'NONE', credentialsExpireAt: null });
    expect(await servedRole(guest, 'empty')).toEqual({
      ...none,
      Message: expect.any(String),
      LastUpdated: seconds(world.clock()),
    });
    expect(repeated.outcome).toBe('UNCHANGED');
  });

  it('goes on telling credentials that have ended, as its keeper can see', async () => {
    await give('ended', { credentials: credentialsOf(world, 'ended') });
    const { guest } = await world.instance({ iamRole: 'ended' });
    expect((await find('ended')).credentialsState).toBe('CURRENT');

    world.pass(6 * 3600);

    expect((await find('ended')).credentialsState).toBe('EXPIRED');
    expect((await servedRole(guest, 'ended')).Expiration).toBe(seconds(world.clock()));
  });

  it('has a profile of the account of its machine and of its name, unless another is given', async () => {
    await give('derived');
    const { guest } = await world.instance({ iamRole: 'derived', accountId: '210987654321' });
    const arn = async () => JSON.parse((await guest.get(info)).text).InstanceProfileArn;
    expect(await arn()).toBe('arn:aws:iam::210987654321:instance-profile/derived');
    expect(JSON.parse((await guest.get(info)).text).InstanceProfileId).toMatch(/^AIPA[A-Z2-7]{17}$/);

    const instanceProfileArn = 'arn:aws-cn:iam::123456789012:instance-profile/apps/web';
    await give('derived', { instanceProfileArn });
    expect(await arn()).toBe(instanceProfileArn);
    expect((await find('derived')).instanceProfileArn).toBe(instanceProfileArn);

    await give('derived', { instanceProfileArn: null });
    expect(await arn()).toBe('arn:aws:iam::210987654321:instance-profile/derived');
  });

  it('serves several machines, and no other reads it', async () => {
    await give('pair', { credentials: credentialsOf(world, 'pair') });
    await give('other', { credentials: credentialsOf(world, 'other') });
    const { iamRole } = await give('pair');
    const first = await world.instance({ iamRole: 'pair' });
    const second = await world.instance({ iamRole: iamRole.id });
    const another = await world.instance({ iamRole: 'other' });
    const without = await world.instance();

    expect(await servedRole(first.guest, 'pair')).toEqual(await servedRole(second.guest, 'pair'));
    expect((await another.guest.get(folder)).text).toBe('other');
    for (const { guest } of [another, without, { guest: world.guest() }])
      expect((await guest.get(`${folder}pair`)).status).toBe(404);
  });

  it('is neither listed nor found where a machine has none, or none any more', async () => {
    await give('lost', { credentials: credentialsOf(world, 'lost') });
    const { guest, id } = await world.instance({ iamRole: 'lost' });
    expect((await guest.get('/latest/meta-data/iam')).status).toBe(200);

    const { updateInstance: done } = await world.data(updateInstance, { input: { id, iamRole: null } });

    expect(done.outcome).toBe('UPDATED');
    for (const path of ['/latest/meta-data/iam', info, folder, `${folder}lost`])
      expect((await guest.get(path)).status).toBe(404);
    expect((await guest.get('/latest/meta-data/')).text.split('\n')).not.toContain('iam/');
  });

  it('is told with a session token alone where tokens are required', async () => {
    await give('guarded', { credentials: credentialsOf(world, 'guarded') });
    const metadataOptions = { httpTokens: 'REQUIRED' };
    const { guest } = await world.instance({ iamRole: 'guarded', metadataOptions });

    const token = withToken(await guest.token());

    expect(await guest.get(`${folder}guarded`)).toMatchObject({ status: 401, text: '' });
    expect(await guest.get(`${folder}guarded`, token)).toMatchObject({ status: 200 });
    expect((await guest.get(folder, token)).text).toBe('guarded');
  });

  it('serves as identity of the machine as well, under the name that is always the same', async () => {
    await give('identity', { credentials: credentialsOf(world, 'identity') });
    const refreshed = world.clock();
    world.pass(90);
    const { guest, id } = await world.instance({ identityRole: 'identity' });

    const { status, text, headers } = await guest.get(identityPath);
    const { instance } = await world.data(
      'query ($id: ID) { instance(by: { id: $id }) { iamRole { name } identityRole { name } } }',
      { id },
    );

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ Code: 'Success', AccessKeyId: 'ASIAidentity' });
    expect(headers['last-modified']).toBe(refreshed.toUTCString());
    expect(instance).toEqual({ iamRole: null, identityRole: { name: 'identity' } });
    expect((await guest.get('/latest/meta-data/iam')).status).toBe(404);
  });

  it('is named by a machine by id or name, and has to exist', async () => {
    const answer = await world.graphql(createInstance, {
      input: { hostname: 'no-such-role', iamRole: 'nobody', identityRole: 'role-0', keys: ['none'] },
    });
    await give('exists');
    const instances = [
      { hostname: 'with-a-role', iamRole: 'exists', identityRole: 'exists' },
      { hostname: 'without-a-role', iamRole: 'exists', identityRole: 'nobody' },
    ];
    const bulk = await world.data(upsertInstances, { input: { atomic: false, instances } });

    expect(answer.problems).toEqual([
      'input.iamRole: NOT_FOUND',
      'input.identityRole: NOT_FOUND',
      'input.keys.0: NOT_FOUND',
    ]);
    expect(answer.errors[0]!.message).toContain('The role "nobody" does not exist.');
    expect(bulk.upsertInstances.results).toMatchObject([
      { outcome: 'CREATED' },
      { error: { fieldErrors: [{ path: ['input', 'instances', '1', 'identityRole'] }] } },
    ]);
  });

  it.each(['', 'a=b', '0=web', 'a b', 'a/b', '.', '..', 'ä', 'a\nb', 'x'.repeat(65)])(
    'has no name that a listing or a URL could not carry: %j',
    async (name) => {
      const { problems } = await world.graphql(createIamRole, { input: { name } });

      expect(problems).toEqual(['input.name: BAD_USER_INPUT']);
    },
  );

  it.each(['a', 'AWS+role,one.two@here_now-1', '...', '.hidden', 'x'.repeat(64)])(
    'has any other name that AWS allows: %s',
    async (name) => {
      await give(name, { credentials: credentialsOf(world, 'named') });
      const { guest } = await world.instance({ iamRole: name });

      const listed = (await guest.get(folder)).text;

      expect(listed).toBe(name);
      expect((await servedRole(guest, listed)).AccessKeyId).toBe('ASIAnamed');
      expect((await servedRole(guest, encodeURIComponent(listed))).AccessKeyId).toBe('ASIAnamed');
    },
  );

  it('is refused with every problem at its field, and without the secrets', async () => {
    const secret = 'top secret';
    const input = {
      name: 'wrong',
      instanceProfileArn: 'arn:aws:iam::1:role/web',
      instanceProfileId: 'short',
      credentials: { accessKeyId: '', secretAccessKey: secret, token: `${secret}\n`, expiration: secret },
      failure: { code: 'Success', message: 'x'.repeat(1025) },
    };

    const refused = await world.graphql(createIamRole, { input });
    const past = { ...credentialsOf(world, 'past'), expiration: world.clock().toISOString() };
    const late = { ...credentialsOf(world, 'late'), lastUpdated: '2999-01-01T00:00:00Z' };
    const iamRoles = [
      { name: 'past', credentials: past },
      { name: 'late', credentials: late },
    ];
    const times = await world.graphql(upsertIamRoles, { input: { iamRoles } });

    expect(refused.problems).toEqual(
      [
        'input.credentials.accessKeyId: BAD_USER_INPUT',
        'input.credentials.expiration: BAD_USER_INPUT',
        'input.credentials.secretAccessKey: BAD_USER_INPUT',
        'input.credentials.token: BAD_USER_INPUT',
        'input.failure.code: BAD_USER_INPUT',
        'input.failure.message: BAD_USER_INPUT',
        'input.instanceProfileArn: BAD_USER_INPUT',
        'input.instanceProfileId: BAD_USER_INPUT',
      ].sort(),
    );
    expect(times.problems).toEqual([
      'input.iamRoles.0.credentials.expiration: BAD_USER_INPUT',
      'input.iamRoles.1.credentials.lastUpdated: BAD_USER_INPUT',
    ]);
    expect(times.errors[0]!.message).toContain(`${past.expiration} is past`);
    const incomplete = [
      { secretAccessKey: secret },
      { ...late, expiration: undefined, secretAccessKey: secret },
      { ...late, token: [secret] },
      { ...late, [secret.replace(' ', '_')]: secret },
      secret,
    ];
    for (const credentials of incomplete) {
      const answer = await world.graphql(createIamRole, { input: { name: 'wrong', credentials } });
      expect([...new Set(answer.codes)]).toEqual(['BAD_USER_INPUT']);
      refused.errors.push(...answer.errors);
    }
    expect(JSON.stringify([refused.errors, times.errors])).not.toMatch(/top secret|wJalr|\/\/(past|late)/);
  });

  it('is made, found, listed and renamed like everything that has a name', async () => {
    const { createIamRole: made } = await world.data(createIamRole, { input: { name: 'named' } });
    const taken = await world.graphql(createIamRole, { input: { name: 'named' } });
    const renamed = await world.data(updateIamRole, {
      input: { id: 'named', name: 'renamed', ifVersion: made.iamRole.version },
    });
    const late = await world.graphql(updateIamRole, {
      input: { id: 'renamed', name: 'again', ifVersion: made.iamRole.version },
    });
    const found = await world.data(
      `query ($id: ID!) { node(id: $id) { id ... on IamRole { name viewerCanUpdate } }
        iamRole(by: { id: $id }) { name } iamRoles(search: "rename") { totalCount nodes { name } } }`,
      { id: made.iamRole.id },
    );

    expect(made).toMatchObject({ outcome: 'CREATED', iamRole: { id: expect.stringMatching(/^role-/) } });
    expect(taken.problems).toEqual(['input.name: ALREADY_EXISTS']);
    expect(renamed.updateIamRole).toMatchObject({ outcome: 'UPDATED', iamRole: { name: 'renamed' } });
    expect(late.codes).toEqual(['CONFLICT']);
    expect(found).toEqual({
      node: { id: made.iamRole.id, name: 'renamed', viewerCanUpdate: true },
      iamRole: { name: 'renamed' },
      iamRoles: { totalCount: 1, nodes: [{ name: 'renamed' }] },
    });
  });

  it('says what would happen without doing it', async () => {
    const credentials = credentialsOf(world, 'dry');
    const unborn = await give('unborn', { credentials, dryRun: true });
    await give('dry', { credentials });
    const { guest } = await world.instance({ iamRole: 'dry' });
    const rotated = await give('dry', { credentials: credentialsOf(world, 'wet'), dryRun: true });

    expect([unborn.outcome, rotated.outcome]).toEqual(['CREATED', 'UPDATED']);
    expect(await find('unborn')).toBeNull();
    expect((await servedRole(guest, 'dry')).AccessKeyId).toBe('ASIAdry');
  });

  it('stays while a machine has it, and is taken from every machine by force', async () => {
    const { iamRole } = await give('used', { credentials: credentialsOf(world, 'used') });
    await give('unused');
    const acts = await world.instance({ iamRole: 'used' });
    const is = await world.instance({ identityRole: 'used' });
    const both = await world.instance({ iamRole: 'used', identityRole: 'used' });
    const instances = `query ($id: ID) { iamRole(by: { id: $id }) { instances { totalCount nodes { id } } } }`;

    const users = (await world.data(instances, { id: iamRole.id })).iamRole.instances;
    const kept = await world.graphql(deleteIamRole, { input: { id: 'used' } });
    const some = await world.data(deleteIamRoles, { input: { ids: ['used', 'unused'], atomic: false } });
    const dry = await world.data(deleteIamRole, { input: { id: 'used', force: true, dryRun: true } });
    const forced = await world.data(deleteIamRole, { input: { id: 'used', force: true } });

    expect(users.totalCount).toBe(3);
    expect(users.nodes.map(({ id }: { id: string }) => id).sort()).toEqual(
      [acts.id, is.id, both.id].toSorted(),
    );
    expect(kept.problems).toEqual(['input.id: DEPENDENCY_EXISTS']);
    for (const { hostname } of [acts, is, both]) expect(kept.errors[0]!.message).toContain(hostname);
    expect(some.deleteIamRoles.summary).toMatchObject({ deleted: 1, failed: 1 });
    expect(dry.deleteIamRole.outcome).toBe('DELETED');
    expect(forced.deleteIamRole).toMatchObject({ outcome: 'DELETED', iamRole: { name: 'used' } });
    for (const [machine, fields] of [
      [acts, ['iamRole']],
      [is, ['identityRole']],
      [both, ['iamRole', 'identityRole']],
    ] as const) {
      const { history } = (await world.data(changesOf, { id: machine.id })).node;
      expect(history.totalCount).toBe(2);
      expect(history.nodes[0].changes).toEqual(
        fields.map((field) => ({ field, before: iamRole.id, after: null })),
      );
      expect((await machine.guest.get('/latest/meta-data/iam')).status).toBe(404);
      expect((await machine.guest.get(identityPath)).status).toBe(404);
    }
  });

  it('is read by every signed-in caller and changed by those who may', async () => {
    await give('public', { credentials: credentialsOf(world, 'public') });
    const ask = (operation: string, input: object, as: 'viewer' | 'nobody') =>
      world.graphql(operation, { input }, { as });

    const seen = await world.data(roleByName, { name: 'public' }, { as: 'viewer' });

    expect(seen.iamRole).toMatchObject({ name: 'public', credentialsState: 'CURRENT' });
    const change = { name: 'public', credentials: null };
    expect((await ask(upsertIamRole, change, 'viewer')).codes).toEqual(['FORBIDDEN']);
    expect((await ask(upsertIamRole, change, 'nobody')).codes).toEqual(['UNAUTHENTICATED']);
    expect((await ask(deleteIamRole, { id: 'public' }, 'viewer')).codes).toEqual(['FORBIDDEN']);
    expect((await world.graphql(roleByName, { name: 'public' }, { as: 'nobody' })).codes).toEqual([
      'UNAUTHENTICATED',
    ]);
  });

  it('shows its secrets to nobody but the machine: no answer, no history, no log, no table has them', async () => {
    const [first, second] = [credentialsOf(world, 'HUSH1'), credentialsOf(world, 'HUSH2')];
    const { iamRole } = await give('hushed', { credentials: first });
    await give('hushed', { credentials: second });
    const machine = await world.instance({ iamRole: 'hushed', identityRole: 'hushed' });
    expect((await servedRole(machine.guest, 'hushed')).SecretAccessKey).toBe(second.secretAccessKey);
    const { fields } = (buildApiSchema().getType('IamRole') as GraphQLObjectType).toConfig();
    const leaves = Object.keys(fields).filter((name) => isLeafType(getNamedType(fields[name]!.type)));

    const everything = await world.data(
      `query ($id: ID!) { node(id: $id) { ... on IamRole {
        ${leaves.join(' ')} history { nodes { changes { field before after } } } } } }`,
      { id: iamRole.id },
      { as: 'superuser' },
    );
    const previews = await world.data(
      `query ($id: ID) { instance(by: { id: $id }) { role: metadata(path: "${folder}hushed") { status text bytes }
        identity: metadata(path: "${identityPath}") { text } } }`,
      { id: machine.id },
      { as: 'superuser' },
    );
    const em = world.orm.em.fork();
    const tables = [];
    for (const table of ['iam_role', 'audit_entry', 'instance'])
      tables.push(await em.getConnection().execute(`select * from ${table}`));

    expect(leaves).toContain('credentialsExpireAt');
    expect(leaves.join()).not.toMatch(/secret|token|sealed|accessKey/i);
    expect(previews.instance.role.status).toBe(200);
    expect(JSON.parse(previews.instance.role.text)).toEqual({
      Code: 'Success',
      LastUpdated: seconds(world.clock()),
      Type: 'AWS-HMAC',
      AccessKeyId: '(not shown)',
      SecretAccessKey: '(not shown)',
      Token: '(not shown)',
      Expiration: seconds(second.expiration),
    });
    expect(previews.instance.identity.text).toBe(previews.instance.role.text);
    expect(everything.node.history.nodes[0].changes).toContainEqual({
      field: 'sealedCredentials',
      before: '(not shown)',
      after: '(not shown)',
    });
    const outputs = [JSON.stringify([everything, previews]), JSON.stringify(tables), world.logLines.join('')];
    for (const text of outputs) {
      expect(text.length).toBeGreaterThan(500);
      expect(text).not.toMatch(/HUSH|wJalr|IQoJb/);
      for (const secret of [second.secretAccessKey, second.token])
        expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(0, 16));
    }
  });

  it('has a history of what changed, when it expires, and who did it', async () => {
    const { iamRole } = await give('past-and-present', { credentials: credentialsOf(world, 'history') });
    world.pass(60);
    const failure = { code: 'AssumeRoleUnauthorizedAccess', message: 'No.' };

    await give('past-and-present', { credentials: null, failure });

    const [latest] = (await world.data(changesOf, { id: iamRole.id })).node.history.nodes;
    const byField = (a: { field: string }, b: { field: string }) => (a.field < b.field ? -1 : 1);
    expect(latest.changes.sort(byField)).toEqual([
      { field: 'credentialsExpireAt', before: iamRole.credentialsExpireAt, after: null },
      {
        field: 'credentialsUpdatedAt',
        before: iamRole.credentialsUpdatedAt,
        after: world.clock().toISOString(),
      },
      { field: 'failureCode', before: null, after: failure.code },
      { field: 'failureMessage', before: null, after: failure.message },
      { field: 'sealedCredentials', before: '(not shown)', after: null },
    ]);
  });
});

onBothDatabases('the credentials of a role', (open) => {
  it('outlast a restart, and open at another server with the same SECRET_KEY', async () => {
    const world = await open();
    const credentials = credentialsOf(world, 'lasting');
    await world.data(upsertIamRole, { input: { name: 'lasting', credentials } });
    const { guest, address } = await world.instance({ iamRole: 'lasting' });
    const before = await servedRole(guest, 'lasting');

    await world.restart();
    const other = await world.another();

    expect(before.AccessKeyId).toBe('ASIAlasting');
    expect(await servedRole(guest, 'lasting')).toEqual(before);
    expect(await servedRole(other.guest(address), 'lasting')).toEqual(before);
  });

  it('stay shut at a server with another SECRET_KEY, which says so and takes new ones', async () => {
    const world = await open();
    const credentials = credentialsOf(world, 'foreign');
    await world.data(upsertIamRole, { input: { name: 'foreign', credentials } });
    const { address, id } = await world.instance({ iamRole: 'foreign', identityRole: 'foreign' });

    const other = await world.another({ SECRET_KEY: 'another secret key that tests alone use' });
    const guest = other.guest(address);
    const { status, text } = await guest.get(`${folder}foreign`);
    const rest = await guest.get('/latest/meta-data/iam');
    const preview = await other.data(
      `query ($id: ID) { instance(by: { id: $id }) { iamRole { credentialsState } metadata(path: "${identityPath}") { text } } }`,
      { id },
    );
    const { upsertIamRole: done } = await other.data(upsertIamRole, {
      input: { name: 'foreign', credentials },
    });

    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      Code: 'AssumeRoleUnauthorizedAccess',
      Message: expect.stringContaining('another SECRET_KEY'),
      LastUpdated: seconds(world.clock()),
    });
    expect(rest.status).toBe(200);
    expect(preview.instance).toEqual({ iamRole: { credentialsState: 'UNREADABLE' }, metadata: { text } });
    expect(done).toMatchObject({ outcome: 'UPDATED', iamRole: { credentialsState: 'CURRENT' } });
    expect(await servedRole(guest, 'foreign')).toMatchObject({ Code: 'Success', AccessKeyId: 'ASIAforeign' });
  });

  it('are refused while no SECRET_KEY is configured, together with what else is wrong', async () => {
    const world = await open({ config: { SECRET_KEY: '' } });
    const credentials = credentialsOf(world, 'keyless');

    const refused = await world.graphql(upsertIamRole, {
      input: { name: 'a=b', credentials: { ...credentials, expiration: '2020-01-01T00:00:00Z' } },
    });
    const iamRoles = [{ name: 'keyless', credentials }, { name: 'without' }];
    const bulk = await world.data(upsertIamRoles, { input: { atomic: false, iamRoles } });
    const failure = { code: 'AssumeRoleUnauthorizedAccess', message: 'No.' };
    const failing = await world.data(upsertIamRole, {
      input: { name: 'without', failure, credentials: null },
    });

    expect(refused.problems).toEqual([
      'input.credentials.expiration: BAD_USER_INPUT',
      'input.credentials: BAD_USER_INPUT',
      'input.name: BAD_USER_INPUT',
    ]);
    const [problem] = refused.errors[0]!.extensions.fieldErrors!.filter(
      ({ path }) => path.length === 2 && path[1] === 'credentials',
    );
    expect(`${problem!.message} ${problem!.hint}`).toMatch(/SECRET_KEY.*openssl rand -hex 32/);
    expect(bulk.upsertIamRoles.results).toMatchObject([
      { error: { fieldErrors: [{ path: ['input', 'iamRoles', '0', 'credentials'] }] } },
      { outcome: 'CREATED' },
    ]);
    expect(failing.upsertIamRole.outcome).toBe('UPDATED');
  });
});
