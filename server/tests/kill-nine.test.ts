import { afterEach, describe, expect, it } from '@jest/globals';
import { Guest } from './support/guest.ts';
import { Product } from './support/product.ts';
import { databaseKinds, migratedDatabase, type MigratedDatabase } from './support/databases.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEp5mUXvLQ2B8c0H5v0mM8Jr6q9QyO4a3cXo4rG0n1ab alice@example';
const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';
const giveRole = 'mutation ($input: UpsertIamRoleInput!) { upsertIamRole(input: $input) { outcome } }';
const upsert = `mutation ($input: UpsertInstancesInput!) { upsertInstances(input: $input) { summary { created } } }`;

const credentialsPath = '/latest/meta-data/iam/security-credentials/worker';
const credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  token: 'IQoJb3JpZ2luX2VjEXAMPLE==',
  expiration: '2099-01-01T00:00:00Z',
};

/** The number of acknowledged mutations, enough that others are under way when the process dies. */
const acknowledgedBeforeDeath = 40;
const bulkSize = 5;

const machine = (n: number) => ({
  hostname: `n-${n}`,
  addresses: [`10.0.${n >> 8}.${n & 255}`, `fd00::1:${(n + 1).toString(16)}`],
  keys: ['alice'],
  iamRole: 'worker',
  tags: [{ key: 'Name', value: `n-${n}` }],
  userDataText: `#!/bin/sh\necho ${n}\n`,
});

interface Row {
  hostname: string;
  addresses: string[];
  keys: { name: string }[];
  iamRole: { name: string };
  tags: { key: string; value: string }[];
  userData: { text: string } | null;
  history: { totalCount: number };
}

interface Page {
  nodes: Row[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** Reads everything written about all machines, by hostname, in pages small enough for a busy machine. */
async function everyMachine(product: Product): Promise<Map<string, Row>> {
  const rows: Row[] = [];
  for (let after: string | null = null; ;) {
    const { instances }: { instances: Page } = await product.data(
      `query ($after: String) { instances(first: 10, after: $after) { pageInfo { hasNextPage endCursor } nodes {
        hostname addresses keys { name } iamRole { name } tags { key value } userData { text } history { totalCount } } } }`,
      { after },
    );
    rows.push(...instances.nodes);
    if (!instances.pageInfo.hasNextPage) return new Map(rows.map((row) => [row.hostname, row]));
    after = instances.pageInfo.endCursor;
  }
}

/** Sends mutations from several clients until the server is gone; calls `acknowledge` for each that was answered. */
async function mutateUntilDeath(product: Product, acknowledge: (numbers: number[]) => void): Promise<void> {
  let next = 0;
  const client = async (bulk: boolean) => {
    for (;;) {
      const numbers = Array.from({ length: bulk ? bulkSize : 1 }, () => next++);
      const machines = numbers.map(machine);
      const answer = await product
        .graphql(bulk ? upsert : create, { input: bulk ? { instances: machines } : machines[0] })
        .catch(() => undefined);
      if (!answer) return;
      expect(answer.errors).toEqual([]);
      acknowledge(numbers);
    }
  };
  await Promise.all([client(false), client(false), client(true)]);
}

describe.each(databaseKinds)('A server that is killed while mutations run, on %s', (kind) => {
  let database: MigratedDatabase;
  let product: Product;

  afterEach(async () => {
    await product.end('SIGKILL');
    await database.drop();
  });

  it('has every acknowledged one after its restart, none of them by half, and its secrets', async () => {
    database = await migratedDatabase(kind);
    product = await Product.start(database);
    await product.data('mutation ($input: CreateSshKeyInput!) { createSshKey(input: $input) { outcome } }', {
      input: { name: 'alice', publicKey: key },
    });
    await product.data(giveRole, { input: { name: 'worker', credentials } });
    await product.data(create, {
      input: { hostname: 'self', addresses: ['127.0.0.1'], iamRole: 'worker' },
    });
    const guest = new Guest('127.0.0.1', () => product.port);
    const { text: servedBefore } = await guest.get(credentialsPath);
    const acknowledged: number[] = [];
    let death: Promise<void> | undefined;

    await mutateUntilDeath(product, (numbers) => {
      acknowledged.push(...numbers);
      if (acknowledged.length >= acknowledgedBeforeDeath) death ??= product.end('SIGKILL');
    });
    await death;
    await product.begin();

    const found = await everyMachine(product);
    found.delete('self');
    expect(acknowledged.length).toBeGreaterThanOrEqual(acknowledgedBeforeDeath);
    expect(acknowledged.filter((n) => !found.has(`n-${n}`))).toEqual([]);
    for (const [hostname, row] of found) {
      const { addresses, tags, userDataText } = machine(Number(hostname.slice('n-'.length)));
      const whole = {
        hostname,
        addresses,
        tags,
        keys: [{ name: 'alice' }],
        iamRole: { name: 'worker' },
        userData: { text: userDataText },
      };
      expect(row).toEqual({ ...whole, history: { totalCount: 1 } });
    }
    expect(servedBefore).toContain(credentials.secretAccessKey);
    expect((await guest.get(credentialsPath)).text).toBe(servedBefore);
  });
});
