/** A record that many machines use is kept, or taken from all of them by force. */
import { beforeAll, expect, it } from '@jest/globals';
import { addMachines, share, type Shared } from './support/many-machines.ts';
import { deleteVpc, updateInstance } from './support/operations.ts';
import { onBothDatabases, type World } from './support/world.ts';

const count = 34;

const remove = (kind: string, id: string, how = '') =>
  `mutation { delete${kind}(input: { id: "${id}" ${how} }) { outcome } }`;

onBothDatabases('what many machines use', (open) => {
  let world: World;
  let shared: Shared;
  beforeAll(async () => {
    world = await open();
    shared = await share(world, 'much-used');
    await addMachines(world, count, shared);
  });

  const kinds: [kind: string, of: keyof Shared, field: string][] = [
    ['SshKey', 'key', 'keys.much-used-key'],
    ['UserData', 'userData', 'userData'],
    ['IamRole', 'role', 'iamRole'],
    ['Subnet', 'subnet', 'interfaces.0.subnet'],
    ['SecurityGroup', 'group', 'interfaces.0.securityGroups.much-used-group'],
  ];

  it.each(kinds)('is kept, naming three of them and how many more: %s', async (kind, of) => {
    const { codes, errors } = await world.graphql(remove(kind, shared[of]), {}, { as: 'superuser' });

    expect(codes).toEqual(['DEPENDENCY_EXISTS']);
    expect(errors[0]!.message).toMatch(/ is used by many-\d+, many-\d+, many-\d+ and 31 more\.$/);
  });

  it.each(kinds)(
    'is taken from all of them by force, as the history of each tells: %s',
    async (kind, of, field) => {
      const seen = `{ instance(by: { hostname: "many-20" }) { version updatedAt
      history(first: 1) { nodes { action actorName subjectName requestId changes { field before after } } } } }`;
      const before = (await world.data(seen)).instance;

      const dry = await world.data(
        remove(kind, shared[of], 'force: true, dryRun: true'),
        {},
        { as: 'superuser' },
      );
      const untouched = (await world.data(seen)).instance;
      const done = await world.data(remove(kind, shared[of], 'force: true'), {}, { as: 'superuser' });

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
          changes: [{ field, before: expect.stringMatching(/./), after: null }],
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
      await world.data(remove(kind, one, 'force: true'));
    await world.data(deleteVpc, { input: { id: 'told-vpc', force: true } });

    expect(await served()).toEqual([404, 404, expect.not.stringContaining(shared.group)]);
  });
});
