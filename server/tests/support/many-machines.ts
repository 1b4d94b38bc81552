/** Thousands of machines at once, inserted into the database directly: through the API it would take a minute. */
import type { EntityManager } from '@mikro-orm/core';
import { IamRole } from '../../iam/iam-role.entity.ts';
import { Instance } from '../../instances/instance.entity.ts';
import { KeyAttachment } from '../../instances/key-attachment.entity.ts';
import { Tag } from '../../instances/tag.entity.ts';
import { exampleKeys } from './example-keys.ts';
import { SshKey } from '../../keys/ssh-key.entity.ts';
import { GroupMembership } from '../../networks/group-membership.entity.ts';
import { NetworkInterface } from '../../networks/network-interface.entity.ts';
import { SecurityGroup } from '../../networks/security-group.entity.ts';
import { Subnet } from '../../networks/subnet.entity.ts';
import { UserData } from '../../user-data/user-data.entity.ts';
import { createSecurityGroup, createSshKey, createSubnet, createUserData, createVpc } from './operations.ts';
import type { World } from './world.ts';

/** The names of the records that all machines use. */
export interface Shared {
  key: string;
  userData: string;
  role: string;
  subnet: string;
  group: string;
}

/** The kinds of those records, with the property of `Shared` that names one. */
export const sharedKinds: [kind: string, of: keyof Shared][] = [
  ['SshKey', 'key'],
  ['UserData', 'userData'],
  ['IamRole', 'role'],
  ['Subnet', 'subnet'],
  ['SecurityGroup', 'group'],
];

/** Returns the mutation that deletes a record; `how` has further fields of its input. */
export const deleteRecord = (kind: string, id: string, how = '') =>
  `mutation { delete${kind}(input: { id: "${id}" ${how} }) { outcome } }`;

/** Creates the records that all machines of a world use, with `word` in their names. */
export async function share(world: World, word: string): Promise<Shared> {
  const [key, userData, role] = [`${word}-key`, `${word}-data`, `${word}-role`];
  const [vpc, subnet, group] = [`${word}-vpc`, `${word}-subnet`, `${word}-group`];
  await world.data(createSshKey, { input: { name: key, publicKey: exampleKeys[0]!.line } });
  await world.data(createUserData, { input: { name: userData, text: '#!/bin/sh\n' } });
  await world.data(
    'mutation ($input: CreateIamRoleInput!) { createIamRole(input: $input) { outcome } }',
    { input: { name: role } },
    { as: 'superuser' },
  );
  await world.data(createVpc, { input: { name: vpc, ipv4CidrBlocks: ['10.0.0.0/16'] } });
  await world.data(createSubnet, { input: { name: subnet, vpc, ipv4CidrBlock: '10.0.0.0/17' } });
  await world.data(createSecurityGroup, { input: { name: group } });
  return { key, userData, role, subnet, group };
}

/** Inserts `count` machines, `many-0` and so on, that all use the same records. */
export async function addMachines(world: World, count: number, shared: Shared): Promise<void> {
  const em = world.orm.em.fork();
  const key = await em.findOneOrFail(SshKey, { name: shared.key });
  const subnet = await em.findOneOrFail(Subnet, { name: shared.subnet });
  const group = await em.findOneOrFail(SecurityGroup, { name: shared.group });
  const [userData, iamRole] = [
    await em.findOneOrFail(UserData, { name: shared.userData }),
    await em.findOneOrFail(IamRole, { name: shared.role }),
  ];
  const { id } = await world.instance();
  const facts = factsOf(await em.findOneOrFail(Instance, { id }));
  const machines = Array.from({ length: count }, (_, n) =>
    Object.assign(new Instance(`many-${n}`), facts, { userData, iamRole }),
  );
  const interfaces = machines.map((one) => Object.assign(new NetworkInterface(one, 0), { subnet }));
  await insert(em, machines);
  await insert(em, interfaces);
  await insert(
    em,
    machines.map((one) => new KeyAttachment(one, key, 0)),
  );
  await insert(
    em,
    interfaces.map((one) => new GroupMembership(one, group, 0)),
  );
  await insert(
    em,
    machines.map((one, n) => new Tag(one, 'team', `team-${n % 7}`)),
  );
}

/** Returns the fields of a machine that a new entity has no value for. */
function factsOf(machine: Instance): Partial<Instance> {
  const isGiven = new Set(
    Object.entries(new Instance('')).flatMap(([name, value]) => (value === undefined ? [] : name)),
  );
  return Object.fromEntries(
    Object.entries(machine).filter(([name]) => !isGiven.has(name) && !name.startsWith('_')),
  );
}

async function insert(em: EntityManager, entities: object[]): Promise<void> {
  for (let n = 0; n < entities.length; n += 500) await em.insertMany(entities.slice(n, n + 500));
}
