/** An operator gives the listener for the admin a certificate: it speaks https, and is as strict as all others. */
import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, rm, truncate } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { freePort } from '../http/free-port.ts';
import { listen } from '../http/listener.ts';
import { eventually } from './support/eventually.ts';
import { metric } from './support/metric-value.ts';
import { withOpenssl } from './support/openssl.ts';
import { Product } from './support/product.ts';
import { exchange, RawConnection, requestText } from './support/raw-connection.ts';
import { dataPlaneOf } from './support/server-processes.ts';
import { openWorld } from './support/world.ts';

withOpenssl('A listener for the admin with a certificate', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'cloudmeta-tls-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** Opens a world with a listener for the admin that speaks https. */
  async function openSecureListener() {
    const { cert, key } = certificate(folder, 'one');
    const world = await openWorld({ database: 'sqlite' });
    const { adminOnly, hooks } = world.app;
    const port = await freePort();
    const tls = { certificate: cert, key, log: world.log };
    const server = await listen(adminOnly, { port, variable: 'ADMIN_LISTEN', hooks, tls });
    const close = async () => {
      server.close();
      await world.close();
    };
    return { world, port, close };
  }

  it('speaks https, and uses the next certificate as soon as it is there', async () => {
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
  });

  it('counts and logs those with whom it agrees on no TLS, and answers others meanwhile', async () => {
    const { world, port, close } = await openSecureListener();
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
    await close();
  });

  it('agrees on no TLS with an address that sent too much at once', async () => {
    const { world, port, close } = await openSecureListener();
    const options = { host: '127.0.0.1', port, localAddress: '127.5.0.10', rejectUnauthorized: false };
    const flood = connectTls(options);
    flood.on('error', () => {}); // the server resets it
    const closed = new Promise((resolve) => flood.once('close', resolve));
    flood.write(requestText('GET /healthz').repeat(3000));
    await closed;

    const further = connectTls(options);
    further.on('error', () => {});
    let isAgreed = false;
    further.once('secureConnect', () => (isAgreed = true));
    await new Promise((resolve) => further.once('close', resolve));

    expect(isAgreed).toBe(false);
    expect(await metric(world, 'cloudmeta_http_refusals_total\\{reason="connection_held"\\}')).toBe(1);
    await close();
  });

  it('agrees on TLS with some connections of a sender at a time, and with all in the end', async () => {
    const { port, close } = await openSecureListener();

    const answers = await Promise.all(Array.from({ length: 50 }, () => secureRequest(port, '/readyz')));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await close();
  });

  it('keeps nobody waiting for connections of others that agree on nothing', async () => {
    const { port, close } = await openSecureListener();
    const silent = await Promise.all(
      Array.from({ length: 100 }, () => RawConnection.open({ port, from: '127.5.0.11' })),
    );

    expect((await secureRequest(port, '/readyz')).status).toBe(200);

    expect(silent.filter(({ isClosed }) => isClosed)).toEqual([]);
    for (const connection of silent) connection.end();
    await close();
  });

  it('watches its certificate only while it listens', async () => {
    const { cert, key } = certificate(folder, 'one');
    const port = await freePort();
    const attempt = (lines: string[]) => {
      const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
      const tls = { certificate: cert, key, log };
      return listen((_request, response) => response.end(), { port, variable: 'ADMIN_LISTEN', tls });
    };
    const [ofListening, ofFailed]: [string[], string[]] = [[], []];
    const server = await attempt(ofListening);
    await expect(attempt(ofFailed)).rejects.toThrow('ADMIN_LISTEN');

    await copyFile(certificate(folder, 'another').cert, cert);

    await eventually(async () => expect(ofListening).not.toEqual([])); // both would be told in turn
    expect(ofFailed).toEqual([]);
    server.close();
  });

  it('does not hold up a process that is started anew, and is there once its certificate can be used', async () => {
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
