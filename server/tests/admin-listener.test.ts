/** An operator restricts access to GraphQL, the admin and the metrics: by a separate listener, by network, by name. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../http/free-port.ts';
import { Guest } from './support/guest.ts';
import { Product } from './support/product.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { migratedDatabase, type MigratedDatabase } from './support/databases.ts';
import { openWorld } from './support/world.ts';

const paths = ['/graphql?query={setup{hasUsers}}', '/admin/login', '/metrics', '/readyz', '/healthz'];
const asScript = { 'apollo-require-preflight': 'yes' };
const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';

describe('A server with a listener for the admin', () => {
  let database: MigratedDatabase;
  let product: Product;
  const ports = { admin: 0, metadata: 0 };

  beforeAll(async () => {
    database = await migratedDatabase('sqlite');
    Object.assign(ports, { admin: await freePort(), metadata: await freePort() });
    product = await Product.start(database, {
      ADMIN_LISTEN: `127.0.0.1:${ports.admin}`,
      METADATA_LISTEN: `127.0.0.1:${ports.metadata}`,
    });
  });

  afterAll(async () => {
    await product.end();
    await database.drop();
  });

  const statuses = (port: number) =>
    Promise.all(
      paths.map(async (path) => (await new Guest('127.5.0.1', () => port).get(path, asScript)).status),
    );

  it('serves them there, and nothing but /healthz of them where machines ask', async () => {
    expect(await statuses(ports.admin)).toEqual([200, 200, 200, 200, 200]);
    expect(await statuses(product.port)).toEqual([404, 404, 404, 404, 200]);
    expect(await statuses(ports.metadata)).toEqual([404, 404, 404, 404, 404]);
  });

  it('shows metrics and readiness there to the token too, from networks that may not reach the admin', async () => {
    const port = await freePort();
    const own = await Product.start('sqlite::memory:', {
      ADMIN_LISTEN: `127.0.0.1:${port}`,
      ADMIN_ALLOWED_NETWORKS: '192.0.2.0/24',
      METRICS_TOKEN: 'a-token-for-prometheus',
    });
    const asked = new Guest('127.5.0.1', () => port);
    const headers = { authorization: 'Bearer a-token-for-prometheus' };

    const withToken = [await asked.get('/metrics', headers), await asked.get('/admin/login', headers)];
    const without = await asked.get('/metrics');
    await own.end();

    expect([...withToken, without].map(({ status }) => status)).toEqual([200, 404, 404]);
  });

  it('serves no metadata there', async () => {
    const response = await fetch(`http://127.0.0.1:${ports.admin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${product.tokens.operator}` },
      body: JSON.stringify({
        query: create,
        variables: { input: { hostname: 'one', addresses: ['127.5.0.2'] } },
      }),
    });
    expect(await response.json()).toEqual({ data: { createInstance: { outcome: 'CREATED' } } });

    const ask = (port: number) => new Guest('127.5.0.2', () => port).get('/latest/meta-data/hostname');
    expect((await ask(product.port)).text).toBe('one');
    expect((await ask(ports.admin)).status).toBe(404);
  });

  it('says at once that it has nothing at a path, whatever body is to come', async () => {
    const bytes = requestText('POST /nothing', 'Content-Length: 1000000');
    const connection = await RawConnection.open({ port: ports.admin, from: '127.5.0.1' }, bytes);

    expect(await connection.answers(1)).toEqual([404]);
    connection.end();
  });

  it('sends a browser from its front door to the admin', async () => {
    const reply = await new Guest('127.5.0.1', () => ports.admin).get('/', { accept: 'text/html' });

    expect(reply).toMatchObject({ status: 302, headers: { location: '/admin' } });
  });

  it('warns of machines that reach the admin where that listens at an address of theirs', async () => {
    for (const [host, warns] of [
      ['0.0.0.0', true],
      ['[::]', true],
      ['127.0.0.3', false],
    ] as const) {
      const open = await Product.on('sqlite::memory:', {
        HOST: '127.0.0.1',
        ADMIN_LISTEN: `${host}:${await freePort()}`,
      });
      await open.beginAnswering();
      expect(open.output.includes('reach GraphQL and the admin too')).toBe(warns);
      await open.end();
    }
  });

  it('says where it is, and warns of no machine that reaches the admin', () => {
    expect(product.output).toContain(`admin at http://127.0.0.1:${ports.admin}/admin`);
    expect(product.output).not.toMatch(/reach GraphQL and the admin too/);
  });
});

describe('A server whose admin is for some networks and names', () => {
  const statusesFrom = async (config: Record<string, string>, headers: Record<string, string> = {}) => {
    const world = await openWorld({ database: 'sqlite', config });
    const { guest: machine } = await world.instance();
    const all = async (guest: Guest) =>
      Promise.all(
        [paths[0]!, '/metrics', '/readyz'].map(
          async (path) => (await guest.get(path, { ...asScript, ...headers })).status,
        ),
      );
    const found = {
      allowed: await all(new Guest('127.6.0.1', () => world.port)),
      other: await all(new Guest('127.7.0.1', () => world.port)),
      machine: await all(machine),
    };
    await world.close();
    return found;
  };
  const [yes, no] = [200, 404];

  it('is there for callers of these networks, and for nobody else', async () => {
    expect(await statusesFrom({ ADMIN_ALLOWED_NETWORKS: '127.6.0.0/16,127.0.0.1' })).toEqual({
      allowed: [yes, yes, yes],
      other: [no, no, no],
      machine: [no, no, no],
    });
  });

  it('sends a browser from its front door to the admin where that is for it', async () => {
    const config = { ADMIN_ALLOWED_NETWORKS: '127.6.0.0/16,127.0.0.1' };
    const world = await openWorld({ database: 'sqlite', config });
    const statusFrom = async (address: string) =>
      (await new Guest(address, () => world.port).get('/', { accept: 'text/html' })).status;

    const statuses = [await statusFrom('127.6.0.1'), await statusFrom('127.7.0.1')];
    await world.close();

    expect(statuses).toEqual([302, 404]);
  });

  it('hides metrics and readiness from machines where nothing is configured', async () => {
    expect(await statusesFrom({})).toEqual({
      allowed: [yes, yes, yes],
      other: [yes, yes, yes],
      machine: [yes, no, no],
    });
  });

  it('shows metrics and readiness to the token alone where there is one', async () => {
    const config = { METRICS_TOKEN: 'a-token-for-prometheus' };
    const none = await statusesFrom(config);
    const wrong = await statusesFrom(config, { authorization: 'Bearer a-token-for-prometheuss' });
    const world = await openWorld({ database: 'sqlite', config });
    const right = await world.guest().get('/metrics', { authorization: 'Bearer a-token-for-prometheus' });
    const inLower = await world.guest().get('/metrics', { authorization: 'bearer a-token-for-prometheus' });
    await world.close();

    expect(none.other.slice(1)).toEqual([no, no]);
    expect(wrong.other.slice(1)).toEqual([no, no]);
    expect([right.status, inLower.status]).toEqual([yes, yes]);
  });

  it.each([
    ['twice', ['Bearer a-token-for-prometheus', 'Bearer a-token-for-prometheus']],
    ['and then another', ['Bearer a-token-for-prometheus', 'Bearer nonsense']],
    ['and then nothing', ['Bearer a-token-for-prometheus', '']],
    ['after another', ['Bearer nonsense', 'Bearer a-token-for-prometheus']],
  ])('takes no token that comes %s', async (_, authorization) => {
    const config = { METRICS_TOKEN: 'a-token-for-prometheus' };
    const world = await openWorld({ database: 'sqlite', config });
    const headers = authorization.map((value) => `Authorization: ${value}`);
    const asked = requestText('GET /metrics', ...headers, 'Connection: close');

    const { statuses } = await exchange({ port: world.port, from: '127.7.0.1' }, asked);

    await world.close();
    expect(statuses).toEqual([no]);
  });

  it('does not take the first of two names for its own', async () => {
    const world = await openWorld({ database: 'sqlite', config: { ALLOWED_HOSTS: 'cloudmeta.example' } });
    const lines = ['Host: cloudmeta.example', 'Host: attacker.example', 'Connection: close'];
    const asked = ['GET /admin/login HTTP/1.1', ...lines, '', ''].join('\r\n');

    const { statuses } = await exchange({ port: world.port, from: '127.7.0.1' }, asked);

    await world.close();
    expect(statuses).toEqual([no]);
  });

  it('answers to its names alone', async () => {
    const config = { ALLOWED_HOSTS: 'cloudmeta.example,127.0.0.1', ADMIN_URL: 'http://admin.example:8000' };
    const statusFor = async (host: string) => (await statusesFrom(config, { host })).other[0];

    expect(await statusFor('CloudMeta.example:8000')).toBe(yes);
    expect(await statusFor('admin.example')).toBe(yes);
    expect(await statusFor('admin.example.')).toBe(yes);
    expect(await statusFor('admin.example.:8000')).toBe(yes);
    expect(await statusFor('admin.example..')).toBe(no);
    expect(await statusFor('attacker.example')).toBe(no);
  });
});
