/** The kinds of records that a machine's metadata comes from and that can change, each with a number that is served. */
import { exampleKeys } from './example-keys.ts';
import type { Machine, World } from './world.ts';

const data = '/latest/meta-data';

export interface Changeable {
  subject: string;
  /** Creates the record, with a unique name. */
  create?: { mutation: string; input(name: string): object };
  /** The input fields of a machine that uses the record. */
  instance?(name: string): object;
  update: string;
  /** The input of the update that sets the number. */
  input(of: { name: string; machine: Machine }, number: number): object;
  /** The path where a machine is served the number, and the pattern that finds it there. */
  path(of: { name: string; mac: string }): string;
  served: RegExp;
}

const key = exampleKeys[0]!.line.split(' ').slice(0, 2).join(' ');

const credentials = (number: number) => ({
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token: `v${number}.`,
  expiration: '2099-01-01T00:00:00Z',
});

/** The blocks of a subnet, unique by its name: one that holds its machines, and one that changes. */
const blocks = (name: string, number: number) =>
  ['ffff', 1000 + number].map((part) => `fd00:0:${name.replace(/\D/g, '')}:${part}::/64`);

const mutation = (field: string) =>
  `mutation ($input: ${field[0]!.toUpperCase()}${field.slice(1)}Input!) { ${field}(input: $input) { outcome } }`;

export const everythingChangeable: Changeable[] = [
  {
    subject: 'the machine itself',
    update: mutation('updateInstance'),
    input: ({ name, machine }, number) => ({ id: machine.id, hostname: `v${number}.${name}` }),
    path: () => `${data}/hostname`,
    served: /^v(\d+)\./,
  },
  {
    subject: 'its key',
    create: {
      mutation: mutation('createSshKey'),
      input: (name) => ({ name, publicKey: `${key} v0.${name}` }),
    },
    instance: (name) => ({ keys: [name] }),
    update: mutation('updateSshKey'),
    input: ({ name }, number) => ({ id: name, publicKey: `${key} v${number}.${name}` }),
    path: () => `${data}/public-keys/0/openssh-key`,
    served: / v(\d+)\./,
  },
  {
    subject: 'its user-data',
    create: { mutation: mutation('createUserData'), input: (name) => ({ name, text: 'v0.' }) },
    instance: (name) => ({ userData: name }),
    update: mutation('updateUserData'),
    input: ({ name }, number) => ({ id: name, text: `v${number}.` }),
    path: () => '/latest/user-data',
    served: /^v(\d+)\./,
  },
  {
    subject: 'its role',
    create: {
      mutation: mutation('createIamRole'),
      input: (name) => ({ name, credentials: credentials(0) }),
    },
    instance: (name) => ({ iamRole: name }),
    update: mutation('updateIamRole'),
    input: ({ name }, number) => ({ id: name, credentials: credentials(number) }),
    path: ({ name }) => `${data}/iam/security-credentials/${name}`,
    served: /"v(\d+)\."/,
  },
  {
    subject: 'its subnet',
    create: {
      mutation: mutation('createSubnet'),
      input: (name) => ({ name, vpc: 'net', ipv6CidrBlocks: blocks(name, 0) }),
    },
    instance: (name) => ({ subnet: name }),
    update: mutation('updateSubnet'),
    input: ({ name }, number) => ({ id: name, ipv6CidrBlocks: blocks(name, number) }),
    path: ({ mac }) => `${data}/network/interfaces/macs/${mac}/subnet-ipv6-cidr-blocks`,
    served: /^fd00:0:\d+:1(\d{3})::/m,
  },
];

/** A record that can change and two machines that use it; if the record is a machine itself, only that one. */
export class Changing {
  private constructor(
    private readonly what: Changeable,
    private readonly name: string,
    private readonly machines: readonly (Machine & { mac: string })[],
  ) {}

  /** Creates the record and its machines; `n` makes their names unique. The VPC `net` must exist already. */
  static async register(world: World, what: Changeable, n: number): Promise<Changing> {
    const name = `changing-${n}`;
    const { create } = what;
    if (create) await world.data(create.mutation, { input: create.input(name) });
    const machines = [];
    for (const m of what.create ? [1, 2] : [1]) {
      const mac = `52:54:00:00:${n.toString(16).padStart(2, '0')}:0${m}`;
      const { subnet, ...rest } = (what.instance?.(name) ?? {}) as { subnet?: string };
      const nic = {
        mac,
        addresses: [`127.90.${n}.${m}`, `fd00:0:${n}:ffff::${m}`],
        ...(subnet === undefined ? {} : { subnet }),
      };
      const machine = await world.instance({ hostname: `v0.${name}-${m}`, interfaces: [nic], ...rest });
      machines.push({ ...machine, mac });
    }
    return new Changing(what, name, machines);
  }

  /** Sets the number, through one server. */
  async change(at: World, number: number): Promise<void> {
    const { what, name, machines } = this;
    const input = what.input({ name, machine: machines[0]! }, number);
    await at.data(what.update, { input });
  }

  /** Returns the numbers that one server serves to the machines. */
  served(at: World): Promise<number[]> {
    const { what, name, machines } = this;
    return Promise.all(
      machines.map(async ({ address, mac }) => {
        const { status, text } = await at.guest(address).get(what.path({ name, mac }));
        const [, number] = what.served.exec(text) ?? [];
        if (number === undefined) throw new Error(`${address} was told ${status} ${text}`);
        return Number(number);
      }),
    );
  }
}
