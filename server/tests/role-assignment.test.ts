/** Changing what a machine with a role boots with gives access to the role's credentials, so it needs a permission. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import type { Anything, Asker } from './support/graphql-client.ts';
import { createUser, updateUser } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const mutation = (name: string, shown = 'outcome') =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${shown} } }`;
const results = 'results { outcome error { code fieldErrors { path } } }';

const [aliceKey, bobKey] = exampleKeys.slice(0, 2).map(({ line }) => line) as [string, string];
const uuid = '6d6b5a2e-0000-4000-8000-000000000001';
const farFuture = '2099-01-01T00:00:00Z';
const credentials = { accessKeyId: 'ASIA', secretAccessKey: 'secret', token: 'token', expiration: farFuture };

/** The input of the machine `guarded`; to send it again is no change. */
const guarded = {
  hostname: 'guarded',
  externalId: 'vm-1',
  uuid,
  keys: ['alice'],
  userData: 'base',
  iamRole: 'admin',
  callerAddresses: ['127.230.9.9'],
  customMetadata: [{ path: 'meta-data/rack', value: '7' }],
  interfaces: [
    {
      mac: '52:54:00:00:23:01',
      addresses: ['127.230.0.5', '127.230.0.6'],
      associations: [{ privateAddress: '127.230.0.5', publicAddress: '203.0.113.5' }],
      subnet: 'lab',
    },
  ],
};

onBothDatabases('an operator without the right to assign roles', (open) => {
  let world: World;
  const prepare = async () => {
    world = await open();
    const parts: [string, object][] = [
      ['createIamRole', { name: 'admin', credentials }],
      ['createIamRole', { name: 'spare' }],
      ['createSshKey', { name: 'alice', publicKey: aliceKey }],
      ['createSshKey', { name: 'unused', publicKey: bobKey }],
      ['createUserData', { name: 'base', text: '#!/bin/sh\n' }],
      ['createUserData', { name: 'other', text: '#!/bin/sh\n' }],
      ['createVpc', { name: 'net', ipv4CidrBlocks: ['127.230.0.0/15'] }],
      ['createSubnet', { name: 'lab', vpc: 'net', ipv4CidrBlock: '127.230.0.0/24' }],
      ['createSubnet', { name: 'else', vpc: 'net', ipv4CidrBlock: '127.231.0.0/24' }],
      ['createInstance', guarded],
      ['createInstance', { hostname: 'free', addresses: ['127.230.0.77'], mac: '52:54:00:00:23:77' }],
    ];
    for (const [name, input] of parts) await world.data(mutation(name), { input });
  };

  const ask = (name: string, input: object, as: Asker = 'operatorWithoutRoles') =>
    world.graphql(mutation(name), { input }, { as });
  const askMany = (name: string, input: object, as: Asker = 'operatorWithoutRoles') =>
    world.graphql(mutation(name, results), { input }, { as });
  const refusedAt = async (name: string, input: object) => {
    const answer = await ask(name, input);
    return { codes: answer.codes, problems: answer.problems };
  };
  /** Sends a dry run, which leaves everything as it is for the next test. */
  const tried = (name: string, input: object, as?: Asker) => ask(name, { ...input, dryRun: true }, as);
  const forbidden = (...fields: string[]) => ({
    codes: ['FORBIDDEN'],
    problems: fields.map((field) => `input.${field}: FORBIDDEN`).sort(),
  });

  describe('in a world that no test changes', () => {
    beforeAll(prepare);

    it('gives no machine a role, new or not, and is told why and who may', async () => {
      const input = { hostname: 'new', iamRole: 'admin', identityRole: 'spare' };

      expect(await refusedAt('createInstance', input)).toEqual(forbidden('iamRole', 'identityRole'));
      expect(await refusedAt('upsertInstance', input)).toEqual(forbidden('iamRole', 'identityRole'));
      for (const use of ['iamRole', 'identityRole'])
        expect(await refusedAt('updateInstance', { id: 'free', [use]: 'spare' })).toEqual(forbidden(use));
      const { errors } = await ask('updateInstance', { id: 'free', iamRole: 'admin' });
      const [problem] = errors[0]!.extensions.fieldErrors!;
      expect(problem!.message).toContain('credentials of its role');
      expect(problem!.hint).toBe('A SUPERUSER may, or an OPERATOR whose user or token has rolesAssign.');
      expect((await tried('createInstance', input, 'operator')).codes).toEqual([]);
    });

    it.each<[string, object]>([
      ['iamRole', { iamRole: null }],
      ['iamRole', { iamRole: 'spare' }],
      ['identityRole', { identityRole: 'spare' }],
      ['hostname', { hostname: 'renamed' }],
      ['externalId', { externalId: null }],
      ['uuid', { uuid: '6d6b5a2e-0000-4000-8000-000000000002' }],
      ['keys', { keys: ['alice', 'unused'] }],
      ['keys', { keys: [] }],
      ['keys', { keys: null }],
      ['userData', { userData: 'other' }],
      ['userData', { userData: null }],
      ['userDataText', { userDataText: 'mine' }],
      ['userDataText', { userDataText: null }],
      ['userDataBytes', { userDataBytes: 'bWluZQ==' }],
      ['customMetadata', { customMetadata: [] }],
      ['customMetadata', { customMetadata: [{ path: 'meta-data/rack', value: '8' }] }],
      ['customMetadata', { customMetadata: [{ path: 'meta-data/ami-id', value: '7' }] }],
      ['callerAddresses', { callerAddresses: ['127.230.9.10'] }],
      ['callerAddresses', { callerAddresses: [] }],
      ['addresses', { addresses: ['127.230.0.5'] }],
      ['addresses', { addresses: ['127.230.0.5', '127.230.0.6', '127.230.0.7'] }],
      ['mac', { mac: '52:54:00:00:23:02' }],
      ['publicAddress', { publicAddress: '203.0.113.6' }],
      ['subnet', { subnet: null }],
      ['interfaces', { interfaces: [] }],
      ['interfaces', { interfaces: [{ ...guarded.interfaces[0], mac: '52:54:00:00:23:02' }] }],
      ['interfaces', { interfaces: [...guarded.interfaces, { addresses: ['127.230.0.9'] }] }],
    ])('changes no %s of a machine that has a role: %j', async (field, change) => {
      const expected = forbidden(field);

      expect(await refusedAt('updateInstance', { id: 'guarded', ...change })).toEqual(expected);
      if (!('hostname' in change) && !('externalId' in change))
        expect(await refusedAt('upsertInstance', { hostname: 'guarded', ...change })).toEqual(expected);
      expect((await tried('updateInstance', { id: 'guarded', ...change }, 'operator')).codes).toEqual([]);
    });

    it('hears of every such field at once', async () => {
      const input = { id: 'guarded', keys: [], userDataText: 'x', iamRole: null, callerAddresses: [] };

      expect(await refusedAt('updateInstance', input)).toEqual(
        forbidden('keys', 'userDataText', 'iamRole', 'callerAddresses'),
      );
    });

    it.each<[string, string, object]>([
      ['updateSshKey', 'publicKey', { id: 'alice', publicKey: bobKey }],
      ['upsertSshKey', 'publicKey', { name: 'alice', publicKey: bobKey }],
      ['updateSshKey', 'name', { id: 'alice', name: 'was-alice' }],
      ['deleteSshKey', 'id', { id: 'alice', force: true }],
      ['updateUserData', 'text', { id: 'base', text: 'mine' }],
      ['updateUserData', 'content', { id: 'base', content: 'bWluZQ==' }],
      ['upsertUserData', 'text', { name: 'base', text: 'mine' }],
      ['updateUserData', 'name', { id: 'base', name: 'was-base' }],
      ['deleteUserData', 'id', { id: 'base', force: true }],
      ['updateIamRole', 'credentials', { id: 'admin', credentials: { ...credentials, token: 'mine' } }],
      ['updateIamRole', 'credentials', { id: 'admin', credentials: null }],
      ['upsertIamRole', 'credentials', { name: 'admin', credentials: { ...credentials, accessKeyId: 'X' } }],
      ['updateIamRole', 'failure', { id: 'admin', failure: { code: 'No', message: 'no' } }],
      ['updateIamRole', 'name', { id: 'admin', name: 'was-admin' }],
      ['deleteIamRole', 'id', { id: 'admin', force: true }],
      ['updateSubnet', 'ipv4Gateway', { id: 'lab', ipv4Gateway: '127.230.0.9' }],
      ['updateSubnet', 'dnsServers', { id: 'lab', dnsServers: ['127.230.0.9'] }],
      ['updateSubnet', 'dhcp', { id: 'lab', dhcp: false }],
      ['upsertSubnet', 'ipv4CidrBlock', { name: 'lab', vpc: 'net', ipv4CidrBlock: '127.230.0.0/23' }],
      ['deleteSubnet', 'id', { id: 'lab', force: true }],
      ['deleteVpc', 'id', { id: 'net', force: true }],
      ['deleteInstance', 'id', { id: 'guarded' }],
      ['reprovisionInstance', 'id', { id: 'guarded' }],
      ['reprovisionInstance', 'id', { id: 'guarded', uuid: '6d6b5a2e-0000-4000-8000-000000000003' }],
    ])('does not %s what such a machine has, by %s: %j', async (name, field, input) => {
      expect(await refusedAt(name, input)).toEqual(forbidden(field));

      expect((await tried(name, input, 'operator')).codes).toEqual([]);
      expect((await tried('updateInstance', { id: 'free', userDataText: 'x' })).codes).toEqual([]);
    });

    it.each<[string, object]>([
      ['upsertSshKey', { name: 'alice', publicKey: aliceKey }],
      ['upsertUserData', { name: 'base', text: '#!/bin/sh\n' }],
      ['upsertIamRole', { name: 'admin', credentials }],
      ['upsertSubnet', { name: 'lab', vpc: 'net', ipv4CidrBlock: '127.230.0.0/24' }],
    ])('may %s with what it is already', async (name, input) => {
      expect((await ask(name, input)).data).toEqual({ [name]: { outcome: 'UNCHANGED' } });
    });
  });

  describe('in a world of its own', () => {
    beforeEach(prepare);

    it('says the same of it again, and changes what is harmless', async () => {
      const repeated = await world.graphql(
        mutation('upsertInstance'),
        { input: guarded },
        { as: 'operatorWithoutRoles' },
      );
      const tagged = {
        id: 'guarded',
        tags: [{ key: 'a', value: 'b' }],
        imageId: 'ami-2',
        securityGroups: ['default'],
      };

      expect(repeated.data?.upsertInstance).toEqual({ outcome: 'UNCHANGED' });
      expect((await ask('updateInstance', tagged)).data).toEqual({ updateInstance: { outcome: 'UPDATED' } });
    });

    it('gives a machine without a role whatever it wants, also back what it had', async () => {
      const all = { keys: ['alice', 'unused'], userDataText: 'mine', callerAddresses: ['127.230.9.11'] };

      expect((await ask('updateInstance', { id: 'free', ...all, hostname: 'freed' })).codes).toEqual([]);
      expect((await ask('updateInstance', { id: 'freed', iamRole: null, addresses: [] })).codes).toEqual([]);
      expect((await ask('reprovisionInstance', { id: 'freed' })).codes).toEqual([]);
      expect((await ask('deleteInstance', { id: 'freed' })).codes).toEqual([]);
    });

    it.each<[string, object]>([
      ['updateSshKey', { id: 'unused', publicKey: aliceKey, name: 'used' }],
      ['updateUserData', { id: 'other', text: 'mine', name: 'another' }],
      ['updateIamRole', { id: 'spare', credentials, name: 'spared' }],
      ['updateSubnet', { id: 'else', dnsServers: ['127.231.0.9'], name: 'elsewhere' }],
      ['updateVpc', { id: 'net', ipv4CidrBlocks: ['127.230.0.0/15', '127.240.0.0/16'] }],
    ])('may %s that no such machine has', async (name, input) => {
      expect((await ask(name, input)).data).toEqual({ [name]: { outcome: 'UPDATED' } });
    });

    it("does not write the machine's own document by its id", async () => {
      await world.data(mutation('updateInstance'), { input: { id: 'guarded', userDataText: 'own' } });
      const { instance } = await world.data('{ instance(by: { hostname: "guarded" }) { userData { id } } }');
      const { id } = instance.userData;

      expect((await ask('updateUserData', { id, text: 'mine' })).codes).toEqual(['NOT_FOUND']);
      expect((await ask('deleteUserData', { id, force: true })).codes).toEqual(['NOT_FOUND']);
      expect((await ask('upsertInstance', { hostname: 'guarded', userDataText: 'own' })).codes).toEqual([]);
      for (const input of [
        { id: 'free', userData: id },
        { id: 'free', userData: id, userDataText: 'mine' },
      ])
        expect((await ask('updateInstance', input)).problems).toContain('input.userData: NOT_FOUND');
      expect((await ask('createInstance', { hostname: 'new', userData: id })).codes).toEqual(['NOT_FOUND']);
    });

    it('does not get it into a subnet around its addresses by naming them again', async () => {
      await world.data(mutation('updateInstance'), { input: { id: 'guarded', subnet: null } });
      const { addresses } = guarded.interfaces[0]!;

      for (const change of [{ addresses }, { securityGroups: ['default'] }])
        expect((await ask('updateInstance', { id: 'guarded', ...change })).codes).toEqual([]);

      const { instance } = await world.data(
        '{ instance(by: { hostname: "guarded" }) { interfaces { subnet { name } } } }',
      );
      expect(instance.interfaces).toEqual([{ subnet: null }]);
      expect(await refusedAt('updateInstance', { id: 'guarded', subnet: 'lab' })).toEqual(
        forbidden('subnet'),
      );
    });

    it('does not get it into a subnet by making one around its addresses', async () => {
      await world.data(mutation('createInstance'), {
        input: { hostname: 'guarded-alone', addresses: ['127.245.0.5'], iamRole: 'admin' },
      });
      await world.data(mutation('createInstance'), {
        input: { hostname: 'free-alone', addresses: ['127.245.0.6'] },
      });
      await world.data(mutation('createVpc'), {
        input: { name: 'around', ipv4CidrBlocks: ['127.245.0.0/16'] },
      });

      const made = await world.graphql(
        mutation('createSubnet', 'warnings { code message }'),
        { input: { name: 'around', vpc: 'around', ipv4CidrBlock: '127.245.0.0/24' } },
        { as: 'operatorWithoutRoles' },
      );

      expect(made.codes).toEqual([]);
      expect(made.data.createSubnet.warnings).toEqual([
        {
          code: 'MACHINES_STAY_OUTSIDE',
          message: expect.stringContaining('1 interfaces of instances with a role'),
        },
      ]);
      const { subnet } = await world.data(
        '{ subnet(by: { name: "around" }) { instances { nodes { hostname } } } }',
      );
      expect(subnet.instances.nodes).toEqual([{ hostname: 'free-alone' }]);
    });

    it('takes no address of it over, nor gives it one, in one call with it', async () => {
      const take = { hostname: 'free', addresses: ['127.230.0.5'] };
      const give = { hostname: 'guarded', addresses: ['127.230.0.77'] };
      const input = { atomic: false, instances: [take, give, { hostname: 'third' }] };

      const { data } = await askMany('upsertInstances', input);

      const codes = data.upsertInstances.results.map(({ error }: Anything) => error?.code);
      expect(codes).toEqual(['ALREADY_EXISTS', 'FORBIDDEN', undefined]);
      expect((await askMany('upsertInstances', { ...input, atomic: true })).codes).not.toEqual([]);
      expect((await askMany('upsertInstances', { ...input, atomic: true }, 'operator')).codes).toEqual([]);
    });

    it('is refused only those items of a bulk call that are about it, and nothing of them is done', async () => {
      const keys = [
        { name: 'alice', publicKey: bobKey },
        { name: 'fresh', publicKey: aliceKey },
      ];

      const upserted = await askMany('upsertSshKeys', { atomic: false, sshKeys: keys });
      const deleted = await askMany('deleteInstances', { atomic: false, ids: ['guarded', 'free'] });

      const outcomes = (of: { results: Anything[] }) =>
        of.results.map(({ outcome, error }) => outcome ?? error.code);
      expect(outcomes(upserted.data.upsertSshKeys)).toEqual(['FORBIDDEN', 'CREATED']);
      expect(outcomes(deleted.data.deleteInstances)).toEqual(['FORBIDDEN', 'DELETED']);
      const { sshKey } = await world.data('{ sshKey(by: { name: "alice" }) { publicKey version } }');
      expect(sshKey).toEqual({ publicKey: aliceKey, version: 1 });
    });

    it('guards a machine for the sake of its identity role alone', async () => {
      await world.data(mutation('updateInstance'), { input: { id: 'free', identityRole: 'spare' } });

      expect(await refusedAt('updateInstance', { id: 'free', keys: ['alice'] })).toEqual(forbidden('keys'));
      expect(await refusedAt('updateIamRole', { id: 'spare', credentials })).toEqual(
        forbidden('credentials'),
      );
    });

    it('is one whose user or token was not given it, which a super user always has', async () => {
      const viewer = '{ viewer { rolesAssign permissions user { rolesAssign } apiToken { rolesAssign } } }';
      const by = { as: 'superuser' } as const;
      const password = "dora's password";
      const { createUser: made } = await world.data(
        createUser.replace('{ id ', '{ rolesAssign id '),
        { input: { username: 'dora', password, role: 'OPERATOR', rolesAssign: true } },
        by,
      );
      expect(made.user.rolesAssign).toBe(true);
      const as = { cookie: await world.signIn('dora', password) };
      const give = { id: 'free', iamRole: 'admin' };

      expect((await world.data(viewer, {}, { as })).viewer).toMatchObject({
        rolesAssign: true,
        permissions: expect.arrayContaining(['roles:assign']),
        user: { rolesAssign: true },
      });
      expect((await ask('updateInstance', give, as)).codes).toEqual([]);
      await world.data(updateUser, { input: { id: 'dora', rolesAssign: false } }, by);
      expect((await ask('updateInstance', { id: 'free', keys: ['alice'] }, as)).codes).toEqual(['FORBIDDEN']);
      expect((await world.data(viewer, {}, by)).viewer).toMatchObject({ rolesAssign: true });
      expect((await ask('updateInstance', { id: 'free', keys: ['alice'] }, 'superuser')).codes).toEqual([]);
    });

    it('gets it by a token that was made with it', async () => {
      const make = async (rolesAssign?: boolean) => {
        const input = {
          name: `t-${rolesAssign}`,
          role: 'OPERATOR',
          ...(rolesAssign === undefined ? {} : { rolesAssign }),
        };
        const shown = 'secret apiToken { rolesAssign }';
        const { data } = await world.graphql(
          mutation('createApiToken', shown),
          { input },
          { as: 'superuser' },
        );
        return data.createApiToken as { secret: string; apiToken: { rolesAssign: boolean } };
      };
      const [without, withIt] = [await make(), await make(true)];

      expect([without.apiToken.rolesAssign, withIt.apiToken.rolesAssign]).toEqual([false, true]);
      const give = { id: 'free', iamRole: 'admin' };
      expect((await ask('updateInstance', give, { token: without.secret })).codes).toEqual(['FORBIDDEN']);
      expect((await ask('updateInstance', give, { token: withIt.secret })).codes).toEqual([]);
    });
  });
});
