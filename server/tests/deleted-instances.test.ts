/** A deleted machine: the rows deleted with it, the history that is kept, and the answer. */
import { beforeAll, expect, it } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import { Archived } from '../archive/archived.entity.ts';
import { insertRows } from '../database/plain-rows.ts';
import { inTransaction } from '../database/transaction.ts';
import { exampleKeys } from './support/example-keys.ts';
import { Address } from '../networks/address.entity.ts';
import {
  createSecurityGroup,
  createSshKey,
  createSubnet,
  createUserData,
  createVpc,
  deleteInstance,
  deleteInstances,
} from './support/operations.ts';
import type { Anything } from './support/graphql-client.ts';
import { onBothDatabases, type Machine, type World } from './support/world.ts';

const tables =
  'instance network_interface address group_membership key_attachment tag custom_metadata maintenance_event';

onBothDatabases('a machine that is deleted', (open) => {
  let world: World;
  beforeAll(async () => {
    world = await open();
    await world.data(createSshKey, { input: { name: 'alice', publicKey: exampleKeys[0]!.line } });
    await world.data(createUserData, { input: { name: 'base', text: '#!/bin/sh\n' } });
    await world.data(createVpc, { input: { name: 'net', ipv4CidrBlocks: ['10.0.0.0/16'] } });
    await world.data(createSubnet, { input: { name: 'net-1', vpc: 'net', ipv4CidrBlock: '10.0.1.0/24' } });
    await world.data(createSecurityGroup, { input: { name: 'db' } });
  });

  const wholeMachine = async (hostname: string, n: number): Promise<Machine> => {
    const machine = await world.instance({
      hostname,
      interfaces: [
        {
          mac: `52:54:00:00:01:0${n}`,
          addresses: [`10.0.1.1${n}`, `10.0.1.2${n}`],
          associations: [{ privateAddress: `10.0.1.1${n}`, publicAddress: `203.0.113.${n}` }],
          securityGroups: ['db', 'default'],
        },
        { deviceNumber: 1, addresses: [`10.1.0.${n}`] },
      ],
      callerAddresses: [`192.0.2.${n}`],
      keys: ['alice'],
      tags: [{ key: 'Name', value: hostname }],
      customMetadata: [{ path: 'meta-data/rack', value: 'r-1' }],
      userDataText: '#cloud-config\n',
      productCodes: ['a', 'b'],
    });
    await world.data(
      'mutation ($input: ScheduleMaintenanceInput!) { scheduleMaintenance(input: $input) { outcome } }',
      { input: { id: machine.id, code: 'SYSTEM_REBOOT', notBefore: '2099-01-01T00:00:00Z' } },
    );
    return machine;
  };

  const countRows = async () => {
    const em = world.orm.em.fork() as SqlEntityManager;
    const counted = tables.split(' ').map(async (table) => {
      const [row] = await em.execute<{ rows: number | string }[]>(`select count(*) as rows from ${table}`);
      return Number(row!.rows);
    });
    const documents = await em.execute<object[]>('select id from user_data where name is null');
    return [...(await Promise.all(counted)), documents.length];
  };

  it('leaves no row of anything that was its own', async () => {
    const before = await countRows();
    const [one, two] = [await wholeMachine('row-1', 1), await wholeMachine('row-2', 2)];

    await world.data(deleteInstance, { input: { id: one.id } });
    await world.data(deleteInstances, { input: { ids: [two.id] } });

    expect(await countRows()).toEqual(before);
  });

  it('takes its thousand addresses with it into the archive, beside twenty others that have as many', async () => {
    const before = await countRows();
    const machines = await Promise.all(
      Array.from({ length: 21 }, (_, n) => world.instance({ hostname: `many-addresses-${n}` })),
    );
    const em = world.orm.em.fork();
    const rows = machines.map(({ id }, n) =>
      Array.from({ length: 1_000 }, (__, position) => ({
        address: `2001:db8:${n.toString(16)}::${position.toString(16)}`,
        instance: id,
        interface: null,
        position,
        publicAddress: null,
      })),
    );
    await inTransaction(em, () => insertRows(em, Address, rows.flat()));

    await world.data(deleteInstances, { input: { ids: machines.map(({ id }) => id) } });

    expect(await countRows()).toEqual(before);
    const kept = await em.find(Archived, { subjectId: { $in: machines.map(({ id }) => id) } });
    const addresses = kept.map(({ document: { spec } }) => (spec.callerAddresses as string[]).length);
    expect(addresses).toEqual(machines.map(() => 1_000));
  });

  it.each([
    ['alone', 3, (id: string) => world.data(deleteInstance, { input: { id } })],
    ['with others', 4, (id: string) => world.data(deleteInstances, { input: { ids: [id] } })],
  ])('keeps all that it was in its history, deleted %s', async (_, n, remove) => {
    const { id, instanceId } = await wholeMachine(`kept-${n}`, n);
    await remove(id);

    const { auditEntries } = await world.data(
      `query ($id: ID) { auditEntries(filter: { subjectId: $id }) { nodes {
        action actorName subjectName changes { field before after } } } }`,
      { id },
    );

    const [deleted, ...earlier] = auditEntries.nodes;
    const shown = Object.fromEntries(
      deleted.changes.map(({ field, before }: Anything) => [field, before] as const),
    );
    expect(earlier.map(({ action }: Anything) => action)).toEqual(['UPDATED', 'CREATED']);
    expect(deleted).toMatchObject({ action: 'DELETED', actorName: 'operator', subjectName: `kept-${n}` });
    expect(deleted.changes.every(({ after }: Anything) => after === null)).toBe(true);
    expect(deleted.changes.length).toBe(Object.keys(shown).length);
    expect(shown).toMatchObject({
      hostname: `kept-${n}`,
      instanceId,
      productCodes: ['a', 'b'],
      launchedAt: expect.stringMatching(/Z$/),
      'metadataOptions.httpTokens': 'OPTIONAL',
      'interfaces.0': `52:54:00:00:01:0${n}`,
      'interfaces.1': expect.stringMatching(/^eni-/),
      [`addresses.10.0.1.1${n}`]: `10.0.1.1${n} (public 203.0.113.${n})`,
      [`addresses.10.0.1.2${n}`]: `10.0.1.2${n}`,
      [`addresses.10.1.0.${n}`]: `10.1.0.${n}`,
      [`callerAddresses.192.0.2.${n}`]: `192.0.2.${n}`,
      'interfaces.0.securityGroups.db': expect.stringMatching(/^sg-/),
      'interfaces.0.securityGroups.default': expect.stringMatching(/^sg-/),
      'keys.alice': exampleKeys[0]!.fingerprint,
      'tags.Name': `kept-${n}`,
      'customMetadata.meta-data/rack': expect.objectContaining({ size: 3, kind: 'other' }),
      userData: 'its own document',
    });
    const events = Object.entries(shown).filter(([field]) => field.startsWith('events.maintenance.'));
    expect(events.map(([, before]) => before)).toEqual(['system-reboot 2099-01-01T00:00:00.000Z']);
    expect(Object.keys(shown)).not.toContain('version');
  });

  it('leaves a shared document alone, and names it in its history', async () => {
    const { id } = await world.instance({ userData: 'base' });
    await world.data(deleteInstance, { input: { id } });

    const { userData, auditEntries } = await world.data(
      `query ($id: ID) { userData(by: { name: "base" }) { id version }
        auditEntries(first: 1, filter: { subjectId: $id }) { nodes { changes { field before } } } }`,
      { id },
    );

    expect(userData.version).toBe(1);
    expect(auditEntries.nodes[0].changes).toContainEqual({ field: 'userData', before: userData.id });
  });

  it('is shown in the answer as it was, with its parts where they are asked for', async () => {
    const { id } = await wholeMachine('shown-5', 5);
    const parts = 'hostname addresses callerAddresses tags { key } keys { name } userData { size }';

    const { deleteInstance: deleted } = await world.data(
      `mutation { deleteInstance(input: { id: "${id}" }) { outcome instance { ...Parts } } }
       fragment Parts on Instance { ${parts} }`,
    );

    expect(deleted).toEqual({
      outcome: 'DELETED',
      instance: {
        hostname: 'shown-5',
        addresses: ['10.0.1.15', '10.0.1.25', '10.1.0.5'],
        callerAddresses: ['192.0.2.5'],
        tags: [{ key: 'Name' }],
        keys: [{ name: 'alice' }],
        userData: { size: 14 },
      },
    });
  });
});
