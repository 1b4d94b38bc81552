/** The log has one line a request, and contains nothing that only the machine or the user may know. */
import { expect, it } from '@jest/globals';
import { eventually } from './support/eventually.ts';
import { withToken } from './support/guest.ts';
import { onBothDatabases, type World } from './support/world.ts';

interface Line {
  msg: string;
  requestId: string;
  method: string;
  path: string;
  status: number;
  ms: number;
  address: string;
}

const requestsOf = ({ logLines }: World): Line[] =>
  logLines.map((line) => JSON.parse(line) as Line).filter(({ msg }) => msg === 'request');

onBothDatabases('the log', (open) => {
  it('has one line a request, with an id of its own', async () => {
    const world = await open();
    const { guest, address } = await world.instance();
    world.logLines.length = 0;

    await guest.get('/latest/meta-data/hostname');
    await guest.get('/latest/meta-data/hostname?a-question');
    await guest.get('/latest/nothing');
    await guest.put('/latest/api/token');
    await world.data('{ setup { hasUsers } }');

    await eventually(async () => expect(requestsOf(world)).toHaveLength(5));
    const lines = requestsOf(world);
    expect(lines.map(({ method, path, status, address: from }) => [method, path, status, from])).toEqual([
      ['GET', '/latest/meta-data/hostname', 200, address],
      ['GET', '/latest/meta-data/hostname', 200, address],
      ['GET', '/latest/nothing', 404, address],
      ['PUT', '/latest/api/token', 400, address],
      ['POST', '/graphql', 200, '127.0.0.1'],
    ]);
    expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(5);
    for (const { requestId, ms } of lines) {
      expect(requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
      expect(ms).toBeGreaterThanOrEqual(0);
    }
  });

  it('names the request in it whose error somebody was told', async () => {
    const world = await open();

    const { errors } = await world.graphql(
      'mutation { deleteInstance(input: { id: "i-none" }) { outcome } }',
    );

    const { requestId } = errors[0]!.extensions;
    expect(requestId).toBeDefined();
    await eventually(async () =>
      expect(requestsOf(world).filter((line) => line.requestId === requestId)).toHaveLength(1),
    );
  });

  it('holds no token, no password, no user-data and no secret', async () => {
    const world = await open();
    const credentials = {
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'a-secret-access-key',
      token: 'a-role-token',
      expiration: '2099-01-01T00:00:00Z',
    };
    const giveRole = 'mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }';
    await world.data(giveRole, { input: { name: 'worker', credentials } });
    const { guest } = await world.instance({ iamRole: 'worker', userDataText: 'the-user-data' });
    const { cookie, password } = await world.person('alice', 'OPERATOR');
    const wrong = { input: { username: 'alice', password: 'a-wrong-password' } };
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { name } } }';
    expect((await world.graphql(signIn, wrong, { as: 'nobody' })).codes).toEqual(['UNAUTHENTICATED']);
    const token = await guest.token();

    for (const path of ['/latest/user-data', '/latest/meta-data/iam/security-credentials/worker'])
      expect((await guest.get(path, withToken(token))).status).toBe(200);
    await guest.get(`/latest/meta-data/hostname?token=${token}`, withToken('a-wrong-token'));
    await world.data('{ viewer { name } }', {}, { as: { cookie } });
    await world.graphql('{ instance(by: { id: "a-secret-access-key" }) { nothing } }');
    await world.graphql(giveRole, { input: { name: 'worker', credentials } });

    await eventually(async () => expect(requestsOf(world).length).toBeGreaterThanOrEqual(11));
    const log = world.logLines.join('\n');
    const secrets = [token, password, cookie.split('=')[1]!, ...Object.values(world.tokens)];
    const texts = [
      'the-user-data',
      'a-secret-access-key',
      'a-role-token',
      'a-wrong-password',
      'a-wrong-token',
    ];
    for (const secret of [...secrets, ...texts, world.config.SECRET_KEY]) expect(log).not.toContain(secret);
  });
});
