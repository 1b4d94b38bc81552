/** Deleted objects can be restored as they were, or the answer reports what could not be. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pruneArchive } from '../archive/purge.ts';
import { pruneContents } from '../contents/prune-contents.ts';
import { exampleKeys } from './support/example-keys.ts';
import { sql } from './support/first-database.ts';
import { fullMachine, register } from './support/full-machine.ts';
import { generatedMachine, loopback, roleName } from './support/generated-machine.ts';
import type { Anything, Asker } from './support/graphql-client.ts';
import {
  createSshKey,
  createSubnet,
  createUserData,
  createVpc,
  deleteInstance,
  deleteInstances,
  deleteSshKey,
  deleteSubnet,
  deleteUserData,
  deleteVpc,
  reprovisionInstance,
  updateInstance,
  updateUserData,
  upsertSecurityGroup,
} from './support/operations.ts';
import { answersByApi, type ApiAnswer } from './support/answers-by-api.ts';
import { walk } from './support/walk-listings.ts';
import { onBothDatabases, type World } from './support/world.ts';

const operation = (name: string, fields: string) =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${fields} } }`;
const missing = 'outcome missing { field message }';
const restoreInstance = operation(
  'restoreInstance',
  `${missing} instance { id hostname version userData { id } }`,
);
const purgeInstance = operation('purgeInstance', 'outcome archived { id name }');
const archived = `query ($filter: ArchivedFilter, $search: String) { archived(filter: $filter, search: $search) {
  totalCount nodes { id kind subjectId name at expiresAt actorKind actorName document } } }`;

const filesOfOthers = [
  ...['meta_data.json', 'user_data', 'vendor_data.json', 'vendor_data2.json', 'network_data.json'].map(
    (name) => `/openstack/latest/${name}`,
  ),
  ...['meta-data', 'user-data', 'vendor-data', 'network-config'].map((name) => `/nocloud/${name}`),
];

/** Removes the random bytes, which differ each time. */
function withoutSeed(answer: ApiAnswer): ApiAnswer {
  const text = Buffer.from(answer.bytes, 'base64').toString();
  return { ...answer, bytes: text.replace(/"random_seed": ?"[^"]*"/, '') };
}

/** Reads everything that a machine is served. */
async function everythingServed(world: World, hostname: string): Promise<Map<string, ApiAnswer>> {
  const ofEc2 = await walk('/latest/', (paths) => answersByApi(world, hostname, paths));
  const others = await answersByApi(world, hostname, filesOfOthers);
  return new Map([...ofEc2, ...[...others].map(([path, answer]) => [path, withoutSeed(answer)] as const)]);
}

onBothDatabases('the archive', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createVpc, { input: { name: 'vpc', ipv4CidrBlocks: ['127.0.0.0/8'] } });
    await world.data(createSubnet, { input: { vpc: 'vpc', ...loopback } });
    await world.data(operation('createIamRole', 'outcome'), { input: { name: roleName } });
  });

  const listed = async (variables: object, as: Asker = 'viewer'): Promise<Anything[]> =>
    (await world.data(archived, variables, { as })).archived.nodes;
  const restore = async (name: string, ref: string, as: Asker = 'operator') =>
    (await world.data(operation(name, missing), { input: { archived: ref } }, { as }))[name];

  describe('of machines', () => {
    it('gives one back that is told byte for byte what it was told before, on every path', async () => {
      const machine = await register(world, fullMachine);
      const { id, hostname, guest } = machine;
      await world.data(updateInstance, { input: { id, lifeCycle: 'spot' } });
      await world.data(reprovisionInstance, { input: { id } });
      const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
      for (const code of ['SYSTEM_REBOOT', 'INSTANCE_STOP'])
        await world.data(operation('scheduleMaintenance', 'outcome'), {
          input: { id, code, notBefore: inAnHour },
        });
      await world.data(operation('interruptSpotInstance', 'outcome'), { input: { id } });
      await world.data(updateInstance, { input: { id, callerAddresses: ['192.0.2.77'] } });
      const before = await everythingServed(world, hostname);
      const whole = `query ($id: ID) { instance(by: { id: $id }) { id instanceId uuid hostname externalId displayName createdAt
        version interfaces { id } callerAddresses userData { id } tags { key value } } }`;
      const { instance } = await world.data(whole, { id });

      await world.data(deleteInstance, { input: { id } });
      expect((await guest.get('/latest/meta-data/instance-id')).status).toBe(404);
      const { restoreInstance: done } = await world.data(restoreInstance, { input: { archived: id } });

      expect(done).toMatchObject({ outcome: 'CREATED', missing: [], instance: { id, hostname } });
      const after = await everythingServed(world, hostname);
      expect(after).toEqual(before);
      expect(after.size).toBeGreaterThan(80);
      const { instance: restored } = await world.data(whole, { id });
      expect(restored).toEqual({ ...instance, version: instance.version + 1 });
      expect((await guest.get('/latest/meta-data/hostname')).text).toBe(
        Buffer.from(before.get('/latest/meta-data/hostname')!.bytes, 'base64').toString(),
      );
      expect(await listed({ filter: { object: id } })).toEqual([]);
    });

    it('gives any machine back as it was', async () => {
      const holds = fc.asyncProperty(generatedMachine, async (generated) => {
        const { id, hostname } = await register(world, generated);
        const before = await everythingServed(world, hostname);
        await world.data(deleteInstance, { input: { id } });
        const done = await restore('restoreInstance', id);
        expect(done.missing).toEqual([]);
        expect(await everythingServed(world, hostname)).toEqual(before);
        await world.data(deleteInstance, { input: { id } });
      });

      await fc.assert(holds, { numRuns: 4 });
    });

    it('says in the history of what it made again from which archived object that came', async () => {
      const { id } = await world.instance({ hostname: 'told-apart' });
      await world.data(createVpc, { input: { name: 'told-apart' } });
      await world.data(deleteInstance, { input: { id } });
      await world.data(deleteVpc, { input: { id: 'told-apart' } });
      const [vpc, machine] = await listed({ search: 'told-apart' });

      await restore('restoreInstance', id);
      await restore('restoreVpc', 'told-apart');

      for (const { id: archivedId, subjectId } of [vpc, machine]) {
        const { auditEntries } = await world.data(
          `query ($id: ID) { auditEntries(filter: { subjectId: $id }, first: 1) {
            nodes { action changes { field before after } } } }`,
          { id: subjectId },
        );
        expect(auditEntries.nodes[0]).toMatchObject({
          action: 'CREATED',
          changes: expect.arrayContaining([{ field: 'archived', before: archivedId, after: null }]),
        });
      }
    });

    it('has the hashes of what it shared, also if it was archived by an earlier version', async () => {
      const machine = await world.instance({ hostname: 'of-before', userDataText: 'its own' });
      await world.data(deleteInstance, { input: { id: machine.id } });
      const status = async () => (await listed({ search: 'of-before' }))[0]!.document.status;
      const { sharedHashes, ...others } = await status();

      await world.orm.migrator.down({ migrations: ['Migration20261130132500_shared_hashes'] });
      const before = await status();
      await world.orm.migrator.up();

      expect(Object.keys(sharedHashes).length).toBeGreaterThan(0);
      expect(before).toEqual({ ...others, told: sharedHashes });
      expect(await status()).toEqual({ ...others, sharedHashes });
    });

    it('says who deleted one and when, and shows it as a document', async () => {
      const machine = await world.instance({
        hostname: 'documented',
        tags: [{ key: 'role', value: 'web' }],
        userDataText: 'its own',
      });
      await world.data(deleteInstances, { input: { ids: [machine.id] } });

      const [shown, ...none] = await listed({ filter: { object: 'documented' } });

      expect(none).toEqual([]);
      expect(shown).toMatchObject({
        id: expect.stringMatching(/^arc-[0-9a-f]{17}$/),
        kind: 'INSTANCE',
        subjectId: machine.id,
        name: 'documented',
        actorKind: 'API_TOKEN',
        actorName: 'operator',
        document: {
          apiVersion: 'cloudmeta/v1',
          kind: 'Instance',
          metadata: { name: 'documented' },
          spec: { tags: [{ key: 'role', value: 'web' }], content: { size: 7, kind: 'other' } },
          status: { identity: { id: machine.id, instanceId: machine.instanceId } },
        },
      });
      expect(Date.parse(shown.expiresAt) - Date.parse(shown.at)).toBe(30 * 86_400_000);
      expect(await world.data('query ($id: ID!) { node(id: $id) { id } }', { id: shown.id })).toEqual({
        node: { id: shown.id },
      });
    });

    it('is searched and narrowed down', async () => {
      const { id } = await world.instance({ hostname: 'findable-1' });
      await world.data(deleteInstance, { input: { id } });

      const names = async (variables: object) => (await listed(variables)).map(({ name }) => name);

      expect(await names({ search: 'findable' })).toEqual(['findable-1']);
      expect(await names({ filter: { object: id } })).toEqual(['findable-1']);
      expect(await names({ search: 'findable', filter: { kind: 'SSH_KEY' } })).toEqual([]);
      expect(await names({ search: 'findable', filter: { until: '2020-01-01T00:00:00Z' } })).toEqual([]);
    });

    it('gives one back without what others have now, and says so', async () => {
      await world.data(createSshKey, { input: { name: 'leaving', publicKey: exampleKeys[0]!.line } });
      await world.data(createSshKey, { input: { name: 'staying', publicKey: exampleKeys[1]!.line } });
      const { upsertSecurityGroup: group } = await world.data(upsertSecurityGroup, { input: { name: 'g1' } });
      await world.data(createUserData, { input: { name: 'leaving', text: 'x' } });
      const mac = '52:54:00:00:aa:01';
      const old = await world.instance({
        hostname: 'twice',
        externalId: 'libvirt:twice',
        keys: ['leaving', 'staying'],
        userData: 'leaving',
        interfaces: [{ mac, addresses: ['127.120.0.1', '127.120.0.2'], securityGroups: ['g1'] }],
      });
      await world.data(deleteInstance, { input: { id: old.id } });
      await world.data(deleteSshKey, { input: { id: 'leaving' } });
      await world.data(deleteUserData, { input: { id: 'leaving' } });
      await world.data(operation('deleteSecurityGroup', 'outcome'), {
        input: { id: group.securityGroup.id },
      });
      await world.instance({ hostname: 'twice', mac, addresses: ['127.120.0.1'] });

      const { restoreInstance: done } = await world.data(restoreInstance, { input: { archived: old.id } });

      expect(done).toMatchObject({ outcome: 'CREATED', instance: { id: old.id, hostname: old.id } });
      expect(done.missing.map(({ field }: Anything) => field).sort()).toEqual([
        'hostname',
        'interfaces.0.addresses.0',
        'interfaces.0.mac',
        'interfaces.0.securityGroups.0',
        'keys.0',
        'userData',
      ]);
      const messages = done.missing.map(({ message }: Anything) => message).join('\n');
      expect(messages).toContain('The SSH key "leaving" does not exist.');
      expect(messages).toMatch(/127\.120\.0\.1 already belongs to twice/);
      expect(messages).toContain(`So it is called ${old.id}.`);
      const { instance } = await world.data(
        'query ($id: ID) { instance(by: { id: $id }) { instanceId externalId addresses keys { name } } }',
        { id: old.id },
      );
      expect(instance).toEqual({
        instanceId: old.instanceId,
        externalId: 'libvirt:twice',
        addresses: ['127.120.0.2'],
        keys: [{ name: 'staying' }],
      });
    });

    it('gives one back nothing that others called by the ids of what is gone', async () => {
      const { createSshKey: key } = await world.data(createSshKey, {
        input: { name: 'gone', publicKey: exampleKeys[0]!.line },
      });
      const { createUserData: document } = await world.data(createUserData, {
        input: { name: 'gone', text: '#!/bin/sh\n' },
      });
      const { id } = await world.instance({ keys: ['gone'], userData: 'gone', iamRole: roleName });
      await world.data(deleteInstance, { input: { id } });
      const thief = { as: 'operatorWithoutRoles' } as const;
      await world.data(deleteSshKey, { input: { id: 'gone' } }, thief);
      await world.data(deleteUserData, { input: { id: 'gone' } }, thief);
      const named = { key: key.sshKey.id, document: document.userData.id };
      const [, { line: publicKey }] = exampleKeys as [Anything, Anything];
      await world.data(createSshKey, { input: { name: named.key, publicKey } }, thief);
      await world.data(createUserData, { input: { name: named.document, text: '#!/bin/evil\n' } }, thief);

      const done = await restore('restoreInstance', id);

      expect(done.missing.map(({ field }: Anything) => field).sort()).toEqual(['keys.0', 'userData']);
      const { instance } = await world.data(
        'query ($id: ID) { instance(by: { id: $id }) { keys { id } userData { id } iamRole { name } } }',
        { id },
      );
      expect(instance).toEqual({ keys: [], userData: null, iamRole: { name: roleName } });
      const given = await world.graphql(updateInstance, { input: { id, keys: [named.key] } });
      expect(given.problems).toEqual(['input.keys.0: NOT_FOUND']);
    });

    it('says what of it was changed while it was gone, and to an auditor nothing of contents', async () => {
      const names = ['changed', 'kept'];
      for (const [n, name] of names.entries()) {
        await world.data(createSshKey, { input: { name, publicKey: exampleKeys[n]!.line } });
        await world.data(createUserData, { input: { name, text: '#!/bin/sh\n' } });
      }
      await world.data(createVpc, { input: { name: 'changing', ipv4CidrBlocks: ['10.77.0.0/16'] } });
      await world.data(createSubnet, {
        input: { vpc: 'changing', name: 'changed', ipv4CidrBlock: '10.77.0.0/24', dnsServers: ['10.77.0.2'] },
      });
      const interfaces = [{ addresses: ['10.77.0.9'], subnet: 'changed' }];
      const { id } = await world.instance({ keys: names, userData: 'changed', interfaces });
      await world.data(deleteInstance, { input: { id } });
      const [covered] = await listed({ filter: { object: id } }, 'auditor');
      await world.data(updateUserData, { input: { id: 'changed', text: '#!/bin/other\n' } });
      await world.data(operation('updateSshKey', 'outcome'), {
        input: { id: 'changed', publicKey: exampleKeys[2]!.line },
      });
      await world.data(operation('updateSubnet', 'outcome'), { input: { id: 'changed', dnsServers: [] } });

      const done = await restore('restoreInstance', id);

      const message = '"changed" was changed since then: the machine has it as it is now.';
      expect(done.missing).toEqual(
        ['keys.0', 'userData', 'interfaces.0.subnet'].map((field) => ({ field, message })),
      );
      expect(covered.document.status.sharedHashes).toEqual({});
      await world.data(deleteInstance, { input: { id } });
      expect((await restore('restoreInstance', id)).missing).toEqual([]);
    });

    it('says so of its role, and of the VPC that its subnet is in', async () => {
      const as = 'superuser' as const;
      await world.data(operation('createIamRole', 'outcome'), { input: { name: 'renamed' } }, { as });
      await world.data(createVpc, { input: { name: 'widened', ipv4CidrBlocks: ['10.78.0.0/16'] } });
      const subnet = { name: 'in-widened', vpc: 'widened', ipv4CidrBlock: '10.78.0.0/24' };
      await world.data(createSubnet, { input: subnet });
      const interfaces = [{ addresses: ['10.78.0.9'], subnet: 'in-widened' }];
      const { id } = await world.instance({ interfaces, iamRole: 'renamed' });
      await world.data(deleteInstance, { input: { id } });
      const change = { id: 'renamed', name: 'renamed-since' };
      await world.data(operation('updateIamRole', 'outcome'), { input: change }, { as });
      await world.data(operation('updateVpc', 'outcome'), {
        input: { id: 'widened', ipv4CidrBlocks: ['10.78.0.0/16', '10.79.0.0/16'] },
      });

      const done = await restore('restoreInstance', id);

      expect(done.missing).toEqual([
        {
          field: 'iamRole',
          message: '"renamed" was changed since then: the machine has it as it is now.',
        },
        {
          field: 'interfaces.0.subnet',
          message: '"in-widened" was changed since then: the machine has it as it is now.',
        },
      ]);
    });

    it('finds one by its host name in either case', async () => {
      const first = await world.instance({ hostname: 'Case-1' });
      await world.data(deleteInstance, { input: { id: first.id } });
      const found = await listed({ filter: { object: 'CASE-1' } });
      const second = await world.instance({ hostname: 'cASE-1' });
      await world.data(deleteInstance, { input: { id: second.id } });

      const { codes } = await world.graphql(restoreInstance, { input: { archived: 'case-1' } });
      const { outcome } = await restore('restoreInstance', second.id);
      const afterwards = await restore('restoreInstance', 'CASE-1');

      expect(found.map(({ name }) => name)).toEqual(['Case-1']);
      expect(codes).toEqual(['CONFLICT']);
      expect(outcome).toBe('CREATED');
      expect(afterwards.missing).toMatchObject([{ field: 'hostname' }]);
    });

    it('finds one by its host name that an earlier version archived', async () => {
      const machine = await world.instance({ hostname: 'Earlier-1' });
      await world.data(deleteInstance, { input: { id: machine.id } });

      await world.orm.migrator.down({ migrations: ['Migration20261130225900_history_contents'] });
      await world.orm.migrator.up();

      expect((await listed({ filter: { object: 'earlier-1' } })).map(({ subjectId }) => subjectId)).toEqual([
        machine.id,
      ]);
    });

    it('means one by its id, whatever others were called', async () => {
      const key = async (name: string) => {
        const input = { name, publicKey: exampleKeys[0]!.line };
        const { id } = (await world.data(createSshKey, { input })).createSshKey.sshKey;
        await world.data(deleteSshKey, { input: { id } });
        return id as string;
      };
      const id = await key('meant');
      const [{ id: arc }] = await listed({ filter: { object: id } });
      await key(id);
      await key(arc);

      const dry = await world.data(operation('restoreSshKey', 'sshKey { name }'), {
        input: { archived: arc, dryRun: true },
      });
      const done = await world.data(operation('restoreSshKey', 'sshKey { name }'), {
        input: { archived: id },
      });

      expect([dry, done].map(({ restoreSshKey }) => restoreSshKey.sshKey.name)).toEqual(['meant', 'meant']);
    });

    it('gives its role back only to those who may assign roles', async () => {
      const one = await world.instance({ hostname: 'with-role-1', iamRole: roleName });
      const two = await world.instance({ hostname: 'with-role-2', iamRole: roleName });
      for (const { id } of [one, two]) await world.data(deleteInstance, { input: { id } });

      const without = await restore('restoreInstance', one.id, 'operatorWithoutRoles');
      const whole = await restore('restoreInstance', two.id);

      expect(without.missing.map(({ field }: Anything) => field)).toEqual(['iamRole']);
      expect(whole.missing).toEqual([]);
      const role = async (id: string) =>
        (await world.data('query ($id: ID) { instance(by: { id: $id }) { iamRole { name } } }', { id }))
          .instance.iamRole;
      expect([await role(one.id), await role(two.id)]).toEqual([null, { name: roleName }]);
    });

    it("gives the revisions of a machine's own document back, and goes on counting them", async () => {
      const { id } = await world.instance({ userDataText: 'first' });
      await world.data(updateInstance, { input: { id, userDataText: 'second' } });
      await world.data(deleteInstance, { input: { id } });
      await pruneContents(world.orm.em.fork(), new Date(Date.now() + 86_400_000));

      await restore('restoreInstance', id);
      await world.data(updateInstance, { input: { id, userDataText: 'third' } });

      const { instance } = await world.data(
        'query ($id: ID) { instance(by: { id: $id }) { userData { revisions { nodes { number text } } } } }',
        { id },
      );
      expect(instance.userData.revisions.nodes).toEqual([
        { number: 3, text: 'third' },
        { number: 2, text: 'second' },
        { number: 1, text: 'first' },
      ]);
    });

    it('keeps the history of one under its id', async () => {
      const { id } = await world.instance({ hostname: 'with-a-past' });
      await world.data(deleteInstance, { input: { id } });
      await restore('restoreInstance', id);

      const { auditEntries } = await world.data(
        'query ($id: ID) { auditEntries(filter: { subjectId: $id }) { nodes { action } } }',
        { id },
      );

      expect(auditEntries.nodes.map(({ action }: Anything) => action)).toEqual([
        'CREATED',
        'DELETED',
        'CREATED',
      ]);
    });

    it('takes nothing away in a dry run, and refuses what is not there or not allowed', async () => {
      const { id } = await world.instance();
      await world.data(deleteInstance, { input: { id, dryRun: true } });
      expect(await listed({ filter: { object: id } })).toEqual([]);
      await world.data(deleteInstance, { input: { id } });

      const dry = await world.data(restoreInstance, { input: { archived: id, dryRun: true } });
      const viewer = await world.graphql(restoreInstance, { input: { archived: id } }, { as: 'viewer' });
      const nothing = await world.graphql(restoreInstance, { input: { archived: 'nothing' } });
      const other = await world.graphql(operation('restoreSshKey', 'outcome'), { input: { archived: id } });

      expect(dry.restoreInstance.outcome).toBe('CREATED');
      expect(await listed({ filter: { object: id } })).toHaveLength(1);
      expect(viewer.codes).toEqual(['FORBIDDEN']);
      expect(nothing.problems).toEqual(['input.archived: NOT_FOUND']);
      expect(other.problems).toEqual(['input.archived: NOT_FOUND']);
    });

    it('gives one back once, however many ask at the same time', async () => {
      const { id } = await world.instance();
      await world.data(deleteInstance, { input: { id } });

      const answers = await Promise.all(
        [1, 2, 3].map(() => world.graphql(restoreInstance, { input: { archived: id } })),
      );

      expect(answers.filter(({ codes }) => codes.length === 0)).toHaveLength(1);
      for (const { problems } of answers)
        expect(problems.filter((one) => one !== 'input.archived: NOT_FOUND')).toEqual([]);
    });
  });

  describe('of what machines share', () => {
    it('gives a key back under its id, by its name or that', async () => {
      const { createSshKey: made } = await world.data(createSshKey, {
        input: { name: 'key-back', publicKey: exampleKeys[2]!.line },
      });
      const { id } = await world.instance({ keys: ['key-back'] });
      await world.data(deleteSshKey, { input: { id: 'key-back', force: true } });

      const done = await restore('restoreSshKey', 'key-back');

      expect(done).toMatchObject({ outcome: 'CREATED', missing: [{ field: 'instances' }] });
      expect(await world.data('{ sshKey(by: { name: "key-back" }) { id fingerprint } }')).toEqual({
        sshKey: { id: made.sshKey.id, fingerprint: made.sshKey.fingerprint },
      });
      const { sshKey } = await world.data('{ sshKey(by: { name: "key-back" }) { version } }');
      expect(sshKey.version).toBe(made.sshKey.version + 1);
      const reattached = await world.data(updateInstance, { input: { id, keys: [made.sshKey.id] } });
      expect(reattached.updateInstance.outcome).toBe('UPDATED');
    });

    it('calls one by its id whose name another has now', async () => {
      const { createSshKey: made } = await world.data(createSshKey, {
        input: { name: 'taken', publicKey: exampleKeys[0]!.line },
      });
      await world.data(deleteSshKey, { input: { id: 'taken' } });
      await world.data(createSshKey, { input: { name: 'taken', publicKey: exampleKeys[1]!.line } });

      const done = await restore('restoreSshKey', made.sshKey.id);

      expect(done.missing).toEqual([
        {
          field: 'name',
          message: `There already is a key "taken". So it is called ${made.sshKey.id}.`,
        },
      ]);
    });

    it('gives a document back with its bytes and revisions', async () => {
      await world.data(createUserData, { input: { name: 'doc', text: 'one' } });
      await world.data(updateUserData, { input: { id: 'doc', text: 'two' } });
      await world.data(deleteUserData, { input: { id: 'doc' } });
      await pruneContents(world.orm.em.fork(), new Date(Date.now() + 86_400_000));

      const done = await restore('restoreUserData', 'doc');

      expect(done).toEqual({ outcome: 'CREATED', missing: [] });
      expect(
        await world.data('{ userData(by: { name: "doc" }) { text revisions { nodes { number text } } } }'),
      ).toEqual({
        userData: {
          text: 'two',
          revisions: {
            nodes: [
              { number: 2, text: 'two' },
              { number: 1, text: 'one' },
            ],
          },
        },
      });
    });

    it('gives a VPC back and then its subnets, with the machines whose addresses lie in them', async () => {
      const mac = '52:54:00:00:bb:01';
      await world.data(createVpc, { input: { name: 'net-back', ipv4CidrBlocks: ['10.66.0.0/16'] } });
      const { createSubnet: made } = await world.data(createSubnet, {
        input: { name: 'net-back-a', vpc: 'net-back', ipv4CidrBlock: '10.66.1.0/24', dhcp: false },
      });
      const { id } = await world.instance({ mac, addresses: ['10.66.1.5'] });
      await world.data(deleteVpc, { input: { id: 'net-back', force: true } });

      const early = await world.graphql(operation('restoreSubnet', missing), {
        input: { archived: 'net-back-a' },
      });
      const vpc = await restore('restoreVpc', 'net-back');
      const subnet = await restore('restoreSubnet', 'net-back-a');

      expect(early.problems).toEqual(['input.archived: NOT_FOUND']);
      expect(early.errors[0]!.message).toContain('"net-back"');
      expect(vpc.missing).toMatchObject([{ field: 'subnets' }]);
      expect(subnet).toEqual({ outcome: 'CREATED', missing: [] });
      const { instance } = await world.data(
        'query ($id: ID) { instance(by: { id: $id }) { interfaces { subnet { id dhcp vpc { name } } } } }',
        { id },
      );
      expect(instance.interfaces).toEqual([
        { subnet: { id: made.subnet.id, dhcp: false, vpc: { name: 'net-back' } } },
      ]);
    });

    it('says how many interfaces a subnet does not get back', async () => {
      await world.data(createVpc, { input: { name: 'net-few', ipv4CidrBlocks: ['10.68.0.0/16'] } });
      await world.data(createSubnet, {
        input: { name: 'net-few-a', vpc: 'net-few', ipv4CidrBlock: '10.68.1.0/24' },
      });
      await world.instance({ addresses: ['10.68.1.5'] });
      const moved = await world.instance({ addresses: ['10.68.1.6'] });
      await world.data(deleteVpc, { input: { id: 'net-few', force: true } });
      await world.data(updateInstance, { input: { id: moved.id, addresses: ['10.69.1.6'] } });

      await restore('restoreVpc', 'net-few');
      const subnet = await restore('restoreSubnet', 'net-few-a');

      expect(subnet.missing).toEqual([
        {
          field: 'interfaces',
          message: expect.stringMatching(/^2 interfaces were in it .* 1 are in it now/),
        },
      ]);
    });

    it('refuses a subnet whose block another has now', async () => {
      await world.data(createVpc, { input: { name: 'net-taken', ipv4CidrBlocks: ['10.67.0.0/16'] } });
      const subnet = (name: string) => ({ name, vpc: 'net-taken', ipv4CidrBlock: '10.67.1.0/24' });
      await world.data(createSubnet, { input: subnet('net-taken-a') });
      await world.data(deleteSubnet, { input: { id: 'net-taken-a' } });
      await world.data(createSubnet, { input: subnet('net-taken-b') });

      const refused = await world.graphql(operation('restoreSubnet', missing), {
        input: { archived: 'net-taken-a' },
      });

      expect(refused.problems).toEqual(['input.archived: ALREADY_EXISTS']);
      expect(await listed({ filter: { object: 'net-taken-a' } })).toHaveLength(1);
    });

    it('never has roles, users or tokens', async () => {
      await world.data(operation('createIamRole', 'outcome'), { input: { name: 'gone-for-good' } });
      await world.data(operation('deleteIamRole', 'outcome'), { input: { id: 'gone-for-good' } });

      expect(await listed({ search: 'gone-for-good' }, 'superuser')).toEqual([]);
    });
  });

  it.each(['Instances', 'SshKeys', 'UserDataDocuments', 'Vpcs', 'Subnets', 'SecurityGroups'])(
    'gets nothing where nothing of what is named is there: delete%s',
    async (kinds) => {
      const before = await listed({});
      const remove = `mutation ($input: Delete${kinds}Input!) {
        delete${kinds}(input: $input) { results { error { code } } } }`;

      for (const ids of [[], ['never-there']]) {
        const done = await world.data(remove, { input: { ids, atomic: false } });
        const codes = done[`delete${kinds}`].results.map(({ error }: Anything) => error.code);
        expect(codes).toEqual(ids.map(() => 'NOT_FOUND'));
      }

      expect(await listed({})).toEqual(before);
    },
  );

  describe('and contents', () => {
    const secret = 'only for those who may read it';

    it('shows them by hash, and to an auditor not at all', async () => {
      const { id } = await world.instance({
        userDataText: secret,
        customMetadata: [{ path: 'meta-data/secret', value: secret }],
      });
      await world.data(deleteInstance, { input: { id } });
      const contents = `query ($id: ID!) { node(id: $id) { ... on Archived { contents { text size } } } }`;
      const [{ id: arc }] = await listed({ filter: { object: id } });

      const [covered] = await listed({ filter: { object: id } }, 'auditor');
      const refused = await world.graphql(contents, { id: arc }, { as: 'auditor' });
      const shown = await world.data(contents, { id: arc }, { as: 'viewer' });

      expect(JSON.stringify(covered)).not.toMatch(/sha256|"size":30/);
      expect(covered.document.spec.content).toBe('(not shown)');
      expect(refused.codes).toEqual(['FORBIDDEN']);
      expect(shown.node.contents).toEqual([{ text: secret, size: 30 }]);
      const rows = await sql(world.orm, 'select "document" from "archived" where "subject_id" = ?', [id]);
      expect(JSON.stringify(rows)).not.toContain(secret);
    });

    it('are removed at once with what is purged, and those that others have stay', async () => {
      const texts = ['nobody else has this', 'somebody else has this'];
      const [own, shared] = texts;
      const machine = await world.instance({
        userDataText: own,
        customMetadata: [{ path: 'meta-data/shared', value: shared }],
      });
      await world.data(createUserData, { input: { name: 'has-it', text: shared } });
      await world.data(deleteInstance, { input: { id: machine.id } });
      const stored = async () =>
        (await sql(world.orm, 'select "bytes" from "content"')).flatMap(({ bytes }) => {
          const text = Buffer.from(bytes as Uint8Array).toString();
          return texts.includes(text) ? text : [];
        });
      expect((await stored()).sort()).toEqual(texts);

      const dry = await world.data(purgeInstance, { input: { archived: machine.id, dryRun: true } });
      const viewer = await world.graphql(
        purgeInstance,
        { input: { archived: machine.id } },
        { as: 'viewer' },
      );
      expect((await stored()).length).toBe(2);
      const done = await world.data(purgeInstance, { input: { archived: machine.id } });

      expect(dry.purgeInstance.outcome).toBe('DELETED');
      expect(viewer.codes).toEqual(['FORBIDDEN']);
      expect(done.purgeInstance).toMatchObject({ outcome: 'DELETED', archived: { name: machine.hostname } });
      expect(await stored()).toEqual([shared]);
      expect(await listed({ filter: { object: machine.id } })).toEqual([]);
      const { auditEntries } = await world.data(
        'query ($id: ID) { auditEntries(filter: { subjectId: $id }, first: 1) { nodes { action actorName changes { field } } } }',
        { id: machine.id },
      );
      expect(auditEntries.nodes).toEqual([
        { action: 'DELETED', actorName: 'operator', changes: [{ field: 'archived' }] },
      ]);
    });

    it('are kept for 30 days, and then go with what was deleted', async () => {
      const text = 'kept for 30 days';
      const { id } = await world.instance({ userDataText: text });
      await world.data(deleteInstance, { input: { id } });
      const after = (days: number) => new Date(Date.now() + days * 86_400_000);
      const prune = async (days: number) => {
        await pruneArchive(world.orm.em.fork(), after(days));
        await pruneContents(world.orm.em.fork(), after(days));
        const rows = await sql(world.orm, 'select "bytes" from "content"');
        return rows.some(({ bytes }) => Buffer.from(bytes as Uint8Array).toString() === text);
      };

      expect([await prune(29), (await listed({ filter: { object: id } })).length]).toEqual([true, 1]);
      expect([await prune(31), (await listed({ filter: { object: id } })).length]).toEqual([false, 0]);
    });
  });
});
