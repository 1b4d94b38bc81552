/** Creating, updating and upserting. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import {
  createInstance,
  createSshKey,
  createUserData,
  deleteInstance,
  deleteSshKey,
  instanceByHostname,
  reprovisionInstance,
  updateInstance,
  updateSshKey,
  updateUserData,
  upsertInstance,
  upsertSshKey,
  upsertUserData,
} from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const [alice, bob] = exampleKeys;

onBothDatabases('an operator', (open) => {
  let world: World;

  beforeAll(async () => {
    world = await open();
    await world.data(createSshKey, { input: { name: 'alice', publicKey: alice!.line } });
    await world.data(createSshKey, { input: { name: 'bob', publicKey: bob!.line } });
    await world.data(createUserData, { input: { name: 'base', text: '#cloud-config\n' } });
  });

  const see = async (hostname: string) => (await world.data(instanceByHostname, { hostname })).instance;

  describe('who registers a machine', () => {
    it('needs to give no more than its name', async () => {
      const { createInstance: made } = await world.data(createInstance, { input: { hostname: 'bare' } });

      expect(made).toMatchObject({
        outcome: 'CREATED',
        instance: {
          instanceId: expect.stringMatching(/^i-[0-9a-f]{17}$/),
          id: expect.stringMatching(/^ins-/),
          version: 1,
          addresses: [],
          keys: [],
          tags: [],
          localHostname: 'bare',
          availabilityZone: 'us-east-1a',
          region: 'us-east-1',
          imageId: expect.stringMatching(/^ami-/),
        },
      });
    });

    it('refers to keys and documents by name or id, and keeps the order of the keys', async () => {
      const { sshKey } = await world.data('{ sshKey(by: { name: "alice" }) { id } }');
      const { userData } = await world.data('{ userData(by: { name: "base" }) { id } }');

      await world.instance({ hostname: 'by-name', keys: ['bob', 'alice'], userData: 'base' });
      await world.instance({ hostname: 'by-id', keys: [sshKey.id, 'bob'], userData: userData.id });

      expect(await see('by-name')).toMatchObject({
        keys: [{ name: 'bob' }, { name: 'alice' }],
        userData: { name: 'base' },
      });
      expect(await see('by-id')).toMatchObject({
        keys: [{ name: 'alice' }, { name: 'bob' }],
        userData: { name: 'base' },
      });
    });
  });

  describe('who changes a machine', () => {
    const whole = {
      tags: [{ key: 'Name', value: 'web' }],
      keys: ['alice', 'bob'],
      userData: 'base',
      externalId: 'x:merge',
      imageId: 'ami-1',
      mac: '52:54:00:00:02:01',
      publicAddress: '203.0.113.9',
      localHostname: 'inner',
      publicHostname: 'outer',
    };

    it('changes what is named, and nothing else', async () => {
      const { id } = await world.instance({ hostname: 'merge', ...whole });
      const before = await see('merge');

      const { updateInstance: done } = await world.data(updateInstance, {
        input: { id, instanceType: 'm5.large' },
      });

      expect(done.outcome).toBe('UPDATED');
      expect(await see('merge')).toEqual({
        ...before,
        instanceType: 'm5.large',
        version: before.version + 1,
      });
    });

    it('clears what is null', async () => {
      const { id } = await world.instance({
        hostname: 'clear',
        ...whole,
        externalId: 'x:c',
        mac: '52:54:00:00:02:02',
        publicAddress: '203.0.113.10',
      });
      const cleared = Object.fromEntries(Object.keys(whole).map((field) => [field, null]));

      await world.data(updateInstance, { input: { id, ...cleared, addresses: null } });

      expect(await see('clear')).toMatchObject({
        tags: [],
        keys: [],
        userData: null,
        externalId: null,
        imageId: 'ami-00000000000000000',
        mac: null,
        publicAddress: null,
        localHostname: 'clear',
        publicHostname: null,
        addresses: [],
      });
    });

    it('may name it by its id, its instance-id or its hostname', async () => {
      const { id, instanceId } = await world.instance({ hostname: 'refs' });

      for (const [n, ref] of [id, instanceId, 'refs'].entries()) {
        await world.data(updateInstance, { input: { id: ref, launchIndex: n + 1, imageId: `ami-${n}` } });
        expect((await see('refs')).imageId).toBe(`ami-${n}`);
      }
    });

    it('changes nothing by repeating what is', async () => {
      const { id } = await world.instance({
        hostname: 'same',
        tags: [{ key: 'a', value: 'b' }],
        keys: ['bob', 'alice'],
        userDataText: 'x',
      });
      const before = await see('same');
      const sameValues = {
        tags: [{ key: 'a', value: 'b' }],
        keys: ['bob', 'alice'],
        userDataText: 'x',
        addresses: before.addresses,
      };

      const { updateInstance: done } = await world.data(updateInstance, { input: { id, ...sameValues } });

      expect(done.outcome).toBe('UNCHANGED');
      expect(await see('same')).toEqual(before);
    });

    it('counts a change of what it owns as a change of it', async () => {
      const { id } = await world.instance({
        hostname: 'owned',
        tags: [{ key: 'a', value: 'b' }],
        keys: ['alice', 'bob'],
      });

      for (const [n, change] of [
        { tags: [{ key: 'a', value: 'c' }] },
        { keys: ['bob', 'alice'] },
        { keys: ['bob'] },
        { callerAddresses: ['10.7.0.1'] },
        { tags: [] },
      ].entries()) {
        const { updateInstance: done } = await world.data(updateInstance, { input: { id, ...change } });
        expect(done).toMatchObject({ outcome: 'UPDATED', instance: { version: n + 2 } });
      }
    });

    it('moves addresses between its interfaces, and keeps the interface of a known MAC', async () => {
      const [one, two] = [
        { mac: '52:54:00:00:03:01', addresses: ['10.6.0.1', '10.6.0.2'] },
        { mac: '52:54:00:00:03:02', addresses: ['10.6.0.3'] },
      ];
      const { id } = await world.instance({ hostname: 'moves', interfaces: [one, two] });
      const [first, second] = (await see('moves')).interfaces;

      await world.data(updateInstance, {
        input: {
          id,
          interfaces: [
            { mac: two.mac, addresses: ['10.6.0.2', '10.6.0.3'] },
            { mac: one.mac, addresses: ['10.6.0.1'] },
          ],
        },
      });

      expect((await see('moves')).interfaces).toEqual([
        { id: second.id, mac: two.mac, deviceNumber: 0, addresses: ['10.6.0.2', '10.6.0.3'] },
        { id: first.id, mac: one.mac, deviceNumber: 1, addresses: ['10.6.0.1'] },
      ]);
    });

    it('is told when somebody else was faster, and loses nothing', async () => {
      const { id, version } = await world.instance({ hostname: 'locked' });
      await world.data(updateInstance, { input: { id, ifVersion: version, imageId: 'ami-first' } });

      const late = { id, ifVersion: version };
      for (const [operation, input] of [
        [updateInstance, { ...late, imageId: 'ami-second' }],
        [reprovisionInstance, late],
        [deleteInstance, late],
      ] as const) {
        const { codes, errors } = await world.graphql(operation, { input });
        expect(codes).toEqual(['CONFLICT']);
        expect(errors[0]!.message).toContain('locked');
      }
      expect((await see('locked')).imageId).toBe('ami-first');
    });

    it('cannot give it another instance-id but by reprovisioning', async () => {
      const { instanceId } = await world.instance({ hostname: 'identity' });
      const other = 'i-00000000000000001';

      const upserted = await world.graphql(upsertInstance, {
        input: { hostname: 'identity', instanceId: other },
      });
      expect(upserted.problems).toEqual(['input.instanceId: CONFLICT']);
      expect((await see('identity')).instanceId).toBe(instanceId);

      await world.data(reprovisionInstance, { input: { id: 'identity', instanceId: other } });
      expect((await see('identity')).instanceId).toBe(other);
    });

    it('is told that it is not there', async () => {
      for (const operation of [updateInstance, deleteInstance, reprovisionInstance])
        expect(await world.graphql(operation, { input: { id: 'nobody' } })).toMatchObject({
          codes: ['NOT_FOUND'],
          problems: ['input.id: NOT_FOUND'],
        });
    });
  });

  describe('who makes a machine what it should be', () => {
    it('creates it, changes it, or leaves it alone', async () => {
      const outcome = async (input: object) =>
        (await world.data(upsertInstance, { input })).upsertInstance.outcome;
      const wanted = {
        hostname: 'wanted',
        addresses: ['10.5.0.1'],
        tags: [{ key: 'a', value: '1' }],
        keys: ['alice'],
      };

      expect(await outcome(wanted)).toBe('CREATED');
      expect(await outcome(wanted)).toBe('UNCHANGED');
      expect(await outcome({ ...wanted, tags: [{ key: 'a', value: '2' }] })).toBe('UPDATED');
      expect(await see('wanted')).toMatchObject({
        version: 2,
        tags: [{ key: 'a', value: '2' }],
        addresses: ['10.5.0.1'],
      });
    });

    it('finds it by its own key first, then by instance-id, then by name', async () => {
      const { id, instanceId } = await world.instance({ hostname: 'natural', externalId: 'proxmox:1' });
      const upsert = async (input: object) =>
        (await world.data(upsertInstance, { input })).upsertInstance.instance;

      expect(await upsert({ hostname: 'natural-2', externalId: 'proxmox:1' })).toMatchObject({
        id,
        hostname: 'natural-2',
      });
      expect(await upsert({ hostname: 'natural-3', instanceId })).toMatchObject({
        id,
        hostname: 'natural-3',
      });
      expect(await upsert({ hostname: 'natural-3', imageId: 'ami-9' })).toMatchObject({
        id,
        imageId: 'ami-9',
      });
    });

    it('does so with keys and documents', async () => {
      const key = async (publicKey: string) =>
        (await world.data(upsertSshKey, { input: { name: 'deploy', publicKey } })).upsertSshKey.outcome;
      const document = async (text: string) =>
        (await world.data(upsertUserData, { input: { name: 'boot', text } })).upsertUserData.outcome;

      expect([await key(alice!.line), await key(alice!.line), await key(bob!.line)]).toEqual([
        'CREATED',
        'UNCHANGED',
        'UPDATED',
      ]);
      expect([await document('a'), await document('a'), await document('b')]).toEqual([
        'CREATED',
        'UNCHANGED',
        'UPDATED',
      ]);
    });
  });

  describe('who changes keys and documents', () => {
    it('is told when somebody else was faster', async () => {
      await world.data(createSshKey, { input: { name: 'shared', publicKey: alice!.line } });
      await world.data(createUserData, { input: { name: 'shared', text: 'a' } });
      for (const update of [updateSshKey, updateUserData]) {
        await world.data(update, { input: { id: 'shared', ifVersion: 1, name: 'renamed' } });
        expect(
          (await world.graphql(update, { input: { id: 'renamed', ifVersion: 1, name: 'again' } })).codes,
        ).toEqual(['CONFLICT']);
      }
    });

    it('cannot take the name of another', async () => {
      expect((await world.graphql(updateSshKey, { input: { id: 'alice', name: 'bob' } })).problems).toEqual([
        'input.name: ALREADY_EXISTS',
      ]);
      expect(
        (await world.graphql(createSshKey, { input: { name: 'bob', publicKey: alice!.line } })).problems,
      ).toEqual(['input.name: ALREADY_EXISTS']);
    });

    it('names a key by its comment where it gets no name', async () => {
      const { createSshKey: made } = await world.data(createSshKey, { input: { publicKey: alice!.line } });

      expect(made.sshKey).toMatchObject({
        name: 'me  at home, 2026',
        fingerprint: alice!.fingerprint,
        bits: 256,
      });
    });

    it('cannot delete a key that opens a machine, unless by force', async () => {
      await world.data(createSshKey, { input: { name: 'in-use', publicKey: alice!.line } });
      const { hostname, guest } = await world.instance({ keys: ['in-use', 'bob'] });

      const refused = await world.graphql(deleteSshKey, { input: { id: 'in-use' } });
      expect(refused.codes).toEqual(['DEPENDENCY_EXISTS']);
      expect(refused.errors[0]!.message).toContain(hostname);

      await world.data(deleteSshKey, { input: { id: 'in-use', force: true } });
      expect((await see(hostname)).keys).toEqual([{ name: 'bob' }]);
      expect((await guest.get('/latest/meta-data/public-keys')).text).toBe('0=bob');
    });
  });
});
