/** The commands for the signing key, and servers that start at the same time. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cloudmeta } from './support/cloudmeta.ts';
import { Product } from './support/product.ts';
import { databaseKinds, emptyDatabase } from './support/databases.ts';
import type { TestDatabase } from './support/postgres.ts';

const SECRET_KEY = 'a secret key that is only used by tests';
const otherKey = 'another secret key that is used by tests';

const certificatesOf = async ({ url }: Product) => (await fetch(`${url}/identity/certificates.pem`)).text();
const each = (pem: string) => pem.match(/-----BEGIN CERTIFICATE[^]+?-----END CERTIFICATE-----\n/g) ?? [];

describe.each(databaseKinds)('servers that start at once, on %s', (kind) => {
  it('publish the one certificate of one key', async () => {
    const database = await emptyDatabase(kind);
    const servers = await Promise.all([1, 2].map(() => Product.on(database.url)));

    await Promise.all(servers.map((server) => server.begin()));

    const [first, second] = await Promise.all(servers.map(certificatesOf));
    expect(each(first!)).toHaveLength(1);
    expect(second).toBe(first);
    await Promise.all(servers.map((server) => server.end()));
    await database.drop();
  });
});

describe('the commands of the signing key', () => {
  let database: TestDatabase;
  beforeEach(async () => void (database = await emptyDatabase('sqlite')));
  afterEach(() => database.drop());

  const identity = (args: string[], environment: Record<string, string> = { SECRET_KEY }) =>
    cloudmeta(['identity', ...args], { DATABASE_URL: database.url, ...environment });

  it('say what is missing while there is no key and no SECRET_KEY', async () => {
    const exported = await identity(['export']);
    const rotated = await identity(['rotate'], {});

    expect(exported).toMatchObject({ code: 4, stdout: '' });
    expect(exported.stderr).toMatch(/^There is no signing key yet\. .*identity rotate\n$/);
    expect(rotated).toMatchObject({ code: 2, stdout: '' });
    expect(rotated.stderr).toMatch(/^Secrets are kept encrypted with SECRET_KEY.*openssl rand -hex 32.*\n$/);
  });

  it('make keys and print their certificates, the latest first, and the private key on demand', async () => {
    const made = [await identity(['rotate']), await identity(['rotate'])];

    const plain = await identity(['export'], {});
    const secret = await identity(['export', '--private-key']);

    expect(made.map(({ code }) => code)).toEqual([0, 0]);
    expect(made[1]!.stdout).toMatch(/^The signing key 2 signs from now on\./);
    const [second, first, ...none] = each(plain.stdout).map((pem) => new X509Certificate(pem));
    expect(none).toEqual([]);
    expect(second!.validFromDate >= first!.validFromDate).toBe(true);
    expect(plain.stdout).not.toContain('PRIVATE');
    expect(secret.stdout).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(secret.stdout.endsWith(plain.stdout)).toBe(true);
    const key = createPrivateKey(secret.stdout);
    expect(second!.checkPrivateKey(key)).toBe(true);
    expect(first!.checkPrivateKey(key)).toBe(false);
  });

  it('do not print a private key that was encrypted with another SECRET_KEY', async () => {
    await identity(['rotate']);

    const { code, stdout, stderr } = await identity(['export', '--private-key'], { SECRET_KEY: otherKey });

    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/signing key 1 was encrypted with another SECRET_KEY/);
  });

  it('make a new key where SECRET_KEY was changed, and keep the certificates', async () => {
    await identity(['rotate']);
    const before = (await identity(['export'])).stdout;

    const rotated = await identity(['rotate'], { SECRET_KEY: otherKey });
    const after = await identity(['export', '--private-key'], { SECRET_KEY: otherKey });

    expect(rotated.code).toBe(0);
    expect(after.code).toBe(0);
    expect(each(after.stdout)).toHaveLength(2);
    expect(after.stdout.endsWith(before)).toBe(true);
  });
});

describe('a server without SECRET_KEY', () => {
  it('says at its start that nothing is signed', async () => {
    const server = await Product.on('sqlite::memory:', { SECRET_KEY: '' });

    await server.begin();

    expect(server.output).toMatch(/SECRET_KEY is not set.*identity documents are not signed/);
    await server.end();
  });
});
