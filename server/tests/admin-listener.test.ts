/** An operator restricts access to GraphQL, the admin and the metrics: by a separate listener, by network, by name. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, truncate } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../http/free-port.ts';
import { eventually } from './support/eventually.ts';
import { listen } from '../http/listener.ts';
import { Guest } from './support/guest.ts';
import { metric } from './support/metrics.ts';
import { withOpenssl } from './support/openssl.ts';
import { Product } from './support/product.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { dataPlaneOf } from './support/server-processes.ts';
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

withOpenssl('A listener for the admin with a certificate', () => {
  it('speaks https, and uses the next certificate as soon as it is there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-tls-'));
    const [first, second] = [certificate(folder, 'first'), certificate(folder, 'second')];
    const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    const use = async (one: { cert: string; key: string }) => {
      await copyFile(one.key, files.key);
      await copyFile(one.cert, files.cert);
    };
    await use(first);
    const port = await freePort();
    const product = await Product.on('sqlite::memory:', {
      ADMIN_LISTEN: `127.0.0.1:${port}`,
      ADMIN_TLS_CERT: files.cert,
      ADMIN_TLS_KEY: files.key,
    });
    await product.begin();

    const before = await secureRequest(port, '/readyz');
    await use(second);

    expect(before).toEqual({ status: 200, subject: 'first' });
    await eventually(
      async () => expect((await secureRequest(port, '/readyz')).subject).toBe('second'),
      10_000,
    );
    await product.end();
    await rm(folder, { recursive: true });
  });

  it('counts and logs those with whom it agrees on no TLS, and answers others meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-tls-'));
    const { cert, key } = certificate(folder, 'one');
    const world = await openWorld({ database: 'sqlite' });
    const { adminOnly, hooks } = world.app;
    const port = await freePort();
    const tls = { certificate: cert, key, log: world.log };
    const server = await listen(adminOnly, { port, variable: 'ADMIN_LISTEN', hooks, tls });
    const ends = { port, from: '127.5.0.9' };
    const clientHello = Buffer.from([22, 3, 1, 2, 0, 1, 0]);

    await exchange(ends, requestText('GET /admin/login'));
    const broken = await RawConnection.open(ends, clientHello);
    broken.halfClose();
    await broken.closed;
    const looking = await RawConnection.open(ends);
    looking.end();
    await looking.closed;

    const loggedRefusals = () =>
      world.logLines.map((line) => JSON.parse(line)).filter(({ reason }) => reason);
    const refused = { msg: 'request refused', reason: 'tls_handshake', address: ends.from };
    await eventually(async () => expect(loggedRefusals()).toMatchObject([refused, refused]));
    expect(await metric(world, 'cloudmeta_http_refusals_total\\{reason="tls_handshake"\\}')).toBe(2);
    expect((await secureRequest(port, '/readyz')).status).toBe(200);
    server.close();
    await world.close();
    await rm(folder, { recursive: true });
  });

  it('does not hold up a process that is started anew, and is there once its certificate can be used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-tls-'));
    const good = certificate(folder, 'good');
    const cert = join(folder, 'cert.pem');
    await copyFile(good.cert, cert);
    const ports = { admin: await freePort(), metadata: await freePort() };
    const product = await Product.on('sqlite::memory:', {
      ADMIN_LISTEN: `127.0.0.1:${ports.admin}`,
      ADMIN_TLS_CERT: cert,
      ADMIN_TLS_KEY: good.key,
      WEB_CONCURRENCY: '2',
    });
    await product.begin();
    await eventually(async () => expect(dataPlaneOf(product).size).toBe(2));
    const before = [...dataPlaneOf(product).values()];

    await truncate(cert, 100);
    for (const pid of before) process.kill(pid, 'SIGKILL');
    await product.says(/The certificate and key of ADMIN_LISTEN cannot be used .* It is tried again/);
    const answered = await eventually(() => fetch(`${product.url}/healthz`));
    await copyFile(good.cert, cert);
    const admin = await eventually(() => secureRequest(ports.admin, '/healthz'));
    await product.end();
    await rm(folder, { recursive: true });

    expect(answered.status).toBe(200);
    expect(admin).toEqual({ status: 200, subject: 'good' });
  });
});

/** Makes a self-signed certificate for a name. */
function certificate(folder: string, name: string): { cert: string; key: string } {
  const [cert, key] = [join(folder, `${name}.cert`), join(folder, `${name}.key`)];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const args = ['req', ...kind, '-subj', `/CN=${name}`, '-keyout', key, '-out', cert];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { cert, key };
}

/** Sends a request over TLS on a new connection; also returns the name in the certificate. */
function secureRequest(port: number, path: string): Promise<{ status: number; subject: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false };
    const sent = httpsRequest(options, (answer) => {
      const { subject } = (answer.socket as TLSSocket).getPeerCertificate();
      answer.resume().once('end', () => resolve({ status: answer.statusCode!, subject: String(subject.CN) }));
    });
    sent.once('error', reject).end();
  });
}

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
