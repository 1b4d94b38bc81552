/** A record that many machines use is kept, or taken from all of them by force. */
import { beforeAll, expect, it } from '@jest/globals';
import { addMachines, deleteRecord, share, sharedKinds, type Shared } from './support/many-machines.ts';
import { deleteVpc, updateInstance } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const count = 34;

onBothDatabases('what many machines use', (open) => {
  let world: World;
  let shared: Shared;
  beforeAll(async () => {
    world = await open();
    shared = await share(world, 'much-used');
    await addMachines(world, count, shared);
  });

  /** The field of a machine's history that tells of each. */
  const fields: Record<keyof Shared, string> = {
    key: 'keys.much-used-key',
    userData: 'userData',
    role: 'iamRole',
    subnet: 'interfaces.0.subnet',
    group: 'interfaces.0.securityGroups.much-used-group',
  };

  it.each(sharedKinds)('is kept, naming three of them and how many more: %s', async (kind, of) => {
    const { codes, errors } = await world.graphql(deleteRecord(kind, shared[of]), {}, { as: 'superuser' });

    expect(codes).toEqual(['DEPENDENCY_EXISTS']);
    expect(errors[0]!.message).toMatch(/ is used by many-\d+, many-\d+, many-\d+ and 31 more\.$/);
  });

  it.each(sharedKinds)(
    'is taken from all of them by force, as the history of each tells: %s',
    async (kind, of) => {
      const seen = `{ instance(by: { hostname: "many-20" }) { version updatedAt
      history(first: 1) { nodes { action actorName subjectName requestId changes { field before after } } } } }`;
      const before = (await world.data(seen)).instance;

      const dry = await world.data(
        deleteRecord(kind, shared[of], 'force: true, dryRun: true'),
        {},
        { as: 'superuser' },
      );
      const untouched = (await world.data(seen)).instance;
      const done = await world.data(deleteRecord(kind, shared[of], 'force: true'), {}, { as: 'superuser' });

      const { instance, auditEntries } = await world.data(`{ ${seen.slice(1, -1)}
      auditEntries(first: 1, filter: { subjectType: "Instance", action: UPDATED }) { totalCount } }`);
      expect([dry, done]).toEqual([
        { [`delete${kind}`]: { outcome: 'DELETED' } },
        { [`delete${kind}`]: { outcome: 'DELETED' } },
      ]);
      expect(untouched).toEqual(before);
      expect(instance.version).toBe(before.version + 1);
      expect(Date.parse(instance.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
      expect(instance.history.nodes).toEqual([
        {
          action: 'UPDATED',
          actorName: 'superuser',
          subjectName: 'many-20',
          requestId: expect.stringMatching(/./),
          changes: [{ field: fields[of], before: expect.stringMatching(/./), after: null }],
        },
      ]);
      expect(auditEntries.totalCount % count).toBe(0);
    },
  );
});

onBothDatabases('machines that are in memory', (open) => {
  it('are told nothing more of what was taken from them with many others', async () => {
    const world = await open();
    const shared = await share(world, 'told');
    await addMachines(world, count, shared);
    const { id, guest } = await world.instance({ keys: [shared.key], userData: shared.userData });
    await world.data(updateInstance, { input: { id, securityGroups: [shared.group] } });
    const served = async () =>
      [
        await guest.get('/latest/meta-data/public-keys/'),
        await guest.get('/latest/user-data'),
        await guest.get('/latest/meta-data/security-groups'),
      ].map(({ status, text }) => (status === 200 ? text : status));
    expect(await served()).toEqual([`0=${shared.key}`, '#!/bin/sh\n', shared.group]);

    for (const [kind, one] of [
      ['SshKey', shared.key],
      ['UserData', shared.userData],
      ['SecurityGroup', shared.group],
    ] as const)
      await world.data(deleteRecord(kind, one, 'force: true'));
    await world.data(deleteVpc, { input: { id: 'told-vpc', force: true } });

    expect(await served()).toEqual([404, 404, expect.not.stringContaining(shared.group)]);
  });
});
