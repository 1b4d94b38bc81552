/** Several callers want the same at the same time: one gets it, the others are refused, and nothing breaks. */
import { beforeAll, expect, it } from '@jest/globals';
import { exampleKeys } from './support/example-keys.ts';
import type { Anything, Answer } from './support/graphql-client.ts';
import {
  createInstance,
  createSecurityGroup,
  createSshKey,
  createSubnet,
  createUser,
  createUserData,
  createVpc,
  deleteInstance,
  deleteSecurityGroup,
  deleteSshKey,
  deleteUserData,
  deleteVpc,
  updateInstance,
  updateSubnet,
  updateUser,
  updateVpc,
  upsertInstance,
} from './support/operations.ts';
import { onBothDatabases, type Person, type World } from './support/world.ts';

const expectOneWinner = (answers: Answer<Anything>[]) => {
  const lost = answers.filter(({ codes }) => codes.length > 0);
  expect(lost).toHaveLength(answers.length - 1);
  for (const { codes } of lost) expect(['ALREADY_EXISTS', 'CONFLICT']).toContain(codes[0]);
};

onBothDatabases('several at the same moment', (open) => {
  let world: World;
  beforeAll(async () => void (world = await open()));

  /** Sends the operation once for each input, all at the same time. */
  const race = (operation: string, inputs: object[]) =>
    Promise.all(inputs.map((input) => world.graphql(operation, { input }, { as: 'superuser' })));
  const five = [0, 1, 2, 3, 4];
  const shared = { publicKey: exampleKeys[0]!.line };

  it.each<[string, string, (n: number) => object]>([
    ['hostname', createInstance, () => ({ hostname: 'race-name' })],
    ['address', createInstance, (n) => ({ hostname: `race-address-${n}`, addresses: ['10.20.0.1'] })],
    [
      'caller address',
      createInstance,
      (n) => ({ hostname: `race-caller-${n}`, callerAddresses: ['10.20.0.2'] }),
    ],
    [
      'MAC',
      createInstance,
      (n) => ({ hostname: `race-mac-${n}`, mac: '52:54:00:20:00:01', addresses: [`10.20.1.${n}`] }),
    ],
    ['instance-id', createInstance, (n) => ({ hostname: `race-id-${n}`, instanceId: 'i-0000000000000beef' })],
    ['key of its own', createInstance, (n) => ({ hostname: `race-key-${n}`, externalId: 'race:1' })],
    ['name of a key', createSshKey, () => ({ name: 'race', ...shared })],
    ['name of a document', createUserData, () => ({ name: 'race', text: 'x' })],
    ['user name', createUser, () => ({ username: 'race', password: 'long enough' })],
  ])('want the same %s: one gets it', async (_, operation, input) => {
    expectOneWinner(await race(operation, five.map(input)));
  });

  it('want the same address for a machine and for the router of its subnet: one gets it', async () => {
    await world.data(createVpc, { input: { name: 'race-router' } });
    for (const n of five) {
      const name = `race-router-${n}`;
      const address = `10.21.${n}.9`;
      await world.data(createSubnet, {
        input: { name, vpc: 'race-router', ipv4CidrBlock: `10.21.${n}.0/24` },
      });

      const answers = await Promise.all([
        world.graphql(createInstance, { input: { hostname: name, addresses: [address] } }),
        world.graphql(updateSubnet, { input: { id: name, ipv4Gateway: address } }),
      ]);

      expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    }
  });

  it('register a machine and the subnet around its address: it lies in it', async () => {
    await world.data(createVpc, { input: { name: 'race-around' } });
    for (const n of five) {
      const name = `race-around-${n}`;

      const answers = await Promise.all([
        world.graphql(createInstance, { input: { hostname: name, addresses: [`10.23.${n}.9`] } }),
        world.graphql(createSubnet, {
          input: { name, vpc: 'race-around', ipv4CidrBlock: `10.23.${n}.0/24` },
        }),
      ]);

      expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
      const { instance } = await world.data(
        'query ($hostname: String) { instance(by: { hostname: $hostname }) { interfaces { subnet { name } } } }',
        { hostname: name },
      );
      expect(instance.interfaces).toEqual([{ subnet: { name } }]);
    }
  });

  it('move a subnet to another VPC and change it: nobody overlooks the move', async () => {
    for (const vpc of ['race-here', 'race-there']) await world.data(createVpc, { input: { name: vpc } });
    await world.data(createSubnet, {
      input: { name: 'race-moved', vpc: 'race-here', ipv4CidrBlock: '10.24.0.0/24' },
    });
    for (const vpc of ['race-there', 'race-here', 'race-there', 'race-here', 'race-there']) {
      const answers = await race(updateSubnet, [
        { id: 'race-moved', vpc },
        ...five.map((n) => ({ id: 'race-moved', dhcp: n % 2 === 0, ipv4CidrBlock: '10.24.0.0/24' })),
      ]);

      expect(answers[0]!.codes).toEqual([]);
      expect(['CONFLICT']).toEqual(expect.arrayContaining(answers.flatMap(({ codes }) => codes)));
    }
  });

  it('want the address of a machine that exists', async () => {
    const machines = await Promise.all(
      five.map((n) => world.instance({ hostname: `take-${n}`, addresses: [] })),
    );

    expectOneWinner(
      await race(
        updateInstance,
        machines.map(({ id }) => ({ id, addresses: ['10.20.2.1'] })),
      ),
    );
  });

  it('change the same version of a machine: nobody loses a change unawares', async () => {
    const { id, hostname } = await world.instance({ hostname: 'same-version' });

    const answers = await race(
      updateInstance,
      five.map((n) => ({ id, ifVersion: 1, imageId: `ami-${n}` })),
    );

    expectOneWinner(answers);
    const won = answers.findIndex(({ codes }) => codes.length === 0);
    const { instance } = await world.data(
      `{ instance(by: { hostname: "${hostname}" }) { imageId version } }`,
    );
    expect(instance).toEqual({ imageId: `ami-${won}`, version: 2 });
  });

  it('change the same version of what others have to be asked about first', async () => {
    const { id } = await world.instance({ hostname: 'same-version-too' });
    const { createVpc: made } = await world.data(createVpc, { input: { name: 'same-version' } });

    const machines = await race(
      updateInstance,
      five.map((n) => ({ id, ifVersion: 1, hostname: `same-version-${n}`, addresses: [`10.20.5.${n}`] })),
    );
    const networks = await race(
      updateVpc,
      five.map((n) => ({ id: made.vpc.id, ifVersion: 1, ipv4CidrBlocks: [`10.${n}.0.0/16`] })),
    );

    expectOneWinner(machines);
    expectOneWinner(networks);
  });

  it('make a machine what it should be: it is there once, and nobody breaks', async () => {
    const input = { hostname: 'upsert-race', addresses: ['10.20.3.1'], tags: [{ key: 'a', value: 'b' }] };

    const answers = await race(
      upsertInstance,
      five.map(() => input),
    );

    for (const { codes } of answers) expect([[], ['CONFLICT'], ['ALREADY_EXISTS']]).toContainEqual(codes);
    expect(answers.some(({ codes }) => codes.length === 0)).toBe(true);
    const { instances } = await world.data(
      '{ instances(search: "upsert-race") { totalCount nodes { addresses } } }',
    );
    expect(instances).toEqual({ totalCount: 1, nodes: [{ addresses: ['10.20.3.1'] }] });
  });

  it('change different machines: all of them succeed', async () => {
    const machines = await Promise.all(
      [...Array(12).keys()].map((n) => world.instance({ hostname: `own-${n}` })),
    );

    const answers = await race(
      updateInstance,
      machines.map(({ id }) => ({ id, tags: [{ key: 'n', value: id }] })),
    );

    expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
  });

  it('change and delete one: no half of it is left', async () => {
    const { id, hostname, guest } = await world.instance({ hostname: 'dying' });

    const [deleted, ...others] = await Promise.all([
      world.graphql(deleteInstance, { input: { id } }),
      ...five.map((n) => world.graphql(updateInstance, { input: { id, callerAddresses: [`10.20.4.${n}`] } })),
    ]);

    for (const { codes } of others) expect([[], ['NOT_FOUND'], ['CONFLICT']]).toContainEqual(codes);
    if (deleted!.codes.length === 0) {
      expect(await world.data(`{ instance(by: { hostname: "${hostname}" }) { id } }`)).toEqual({
        instance: null,
      });
      expect((await guest.get('/')).status).toBe(404);
      for (const n of five)
        expect(await world.data(`{ instance(by: { address: "10.20.4.${n}" }) { id } }`)).toEqual({
          instance: null,
        });
    } else expect(deleted!.codes).toEqual(['CONFLICT']);
  });

  it('take each other the right to give rights: one super user is left', async () => {
    const [ana, eve] = await Promise.all(
      ['race-ana', 'race-eve'].map((name) => world.person(name, 'SUPERUSER')),
    );
    const demote = ({ id }: Person, { cookie }: Person) =>
      world.graphql(updateUser, { input: { id, role: 'VIEWER' } }, { as: { cookie } });

    const answers = await Promise.all([demote(ana!, eve!), demote(eve!, ana!)]);

    const { users } = await world.data('{ users { nodes { role } } }', {}, { as: 'superuser' });
    expect(users.nodes.filter(({ role }: Anything) => role === 'SUPERUSER')).toHaveLength(1);
    expect(answers.map(({ codes }) => codes.length).toSorted()).toEqual([0, 1]);
  });

  it.each<[string, string, string, object]>([
    ['a machine', createInstance, deleteInstance, { hostname: 'deleted' }],
    ['a key', createSshKey, deleteSshKey, { name: 'deleted', ...shared }],
    ['a document', createUserData, deleteUserData, { name: 'deleted', text: 'x' }],
    ['a VPC', createVpc, deleteVpc, { name: 'deleted' }],
    ['a group', createSecurityGroup, deleteSecurityGroup, { name: 'deleted', description: 'x' }],
  ])('delete %s: it is deleted once, and its history says so once', async (...[, create, remove, input]) => {
    const made = await world.data(create, { input });
    const { id } = Object.values<Anything>(Object.values<Anything>(made)[0]).find((value) => value.id);

    const answers = await race(
      remove,
      five.map(() => ({ id })),
    );

    const lost = answers.filter(({ codes }) => codes.length > 0);
    expect(lost.map(({ codes }) => codes)).toEqual(five.slice(1).map(() => ['NOT_FOUND']));
    const { auditEntries } = await world.data(
      'query ($id: ID) { auditEntries(filter: { subjectId: $id }) { nodes { action } } }',
      { id },
      { as: 'superuser' },
    );
    expect(auditEntries.nodes.map(({ action }: Anything) => action)).toEqual(['DELETED', 'CREATED']);
  });

  it('delete a key and give it to a machine: nobody loses it without force', async () => {
    for (const n of five) {
      const name = `used-${n}`;
      await world.data(createSshKey, { input: { name, ...shared } });

      const [deleted, given] = await Promise.all([
        world.graphql(deleteSshKey, { input: { id: name } }),
        world.graphql(createInstance, { input: { hostname: name, keys: [name] } }),
      ]);

      const isGiven = given.codes.length === 0;
      expect(deleted.codes).toEqual(isGiven ? ['DEPENDENCY_EXISTS'] : []);
      const { instance } = await world.data(`{ instance(by: { hostname: "${name}" }) { keys { name } } }`);
      expect(instance).toEqual(isGiven ? { keys: [{ name }] } : null);
    }
  });

  it('delete a network with force and put a machine into it: its history says where it went', async () => {
    for (const n of five) {
      const name = `race-net-${n}`;
      await world.data(createVpc, { input: { name } });
      await world.data(createSubnet, { input: { name, vpc: name, ipv4CidrBlock: `10.2${n}.7.0/24` } });

      const [, made] = await Promise.all([
        world.graphql(deleteVpc, { input: { id: name, force: true } }),
        world.graphql(createInstance, { input: { hostname: name, subnet: name } }),
      ]);

      const { instance } = await world.data(
        `{ instance(by: { hostname: "${name}" }) { version interfaces { subnet { name } } history { nodes { changes { field before } } } } }`,
      );
      if (made.codes.length > 0) {
        expect(['NOT_FOUND', 'CONFLICT']).toContain(made.codes[0]);
        expect(instance).toBeNull();
      } else
        expect(instance).toMatchObject({
          version: 2,
          interfaces: [{ subnet: null }],
          history: { nodes: [{ changes: [{ field: 'interfaces.0.subnet' }] }, {}] },
        });
    }
  });

  it('never see an error of the server', () => {
    const failures = world.logLines.filter((line) => line.includes('a resolver failed'));

    expect(failures).toEqual([]);
  });
});
