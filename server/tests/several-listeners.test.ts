/** Guests reach the built product at several addresses, IPv4 and IPv6, each with its own rules. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { whileAway } from './support/away.ts';
import { Guest } from './support/guest.ts';
import { onlyWhere } from './support/only-where.ts';
import { canRunInNetwork, inOwnNetwork } from './support/own-network.ts';
import { freePort } from '../http/free-port.ts';
import { Product } from './support/product.ts';
import { openWorld, type Machine, type World } from './support/world.ts';

const id = '/latest/meta-data/instance-id';

describe('A server with several listeners for metadata', () => {
  let world: World;
  let product: Product;
  const ports = { ipv4: 0, ipv6: 0 };

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    Object.assign(ports, { ipv4: await freePort(), ipv6: await freePort() });
    const METADATA_LISTEN = `127.0.0.1:${ports.ipv4}, [::1]:${ports.ipv6}`;
    product = await Product.start({ url: world.databaseUrl, tokens: world.tokens }, { METADATA_LISTEN });
  });

  afterAll(async () => {
    await product.end();
    await world.close();
  });

  it('serves metadata and nothing else at each', async () => {
    const { instanceId } = await world.instance({ addresses: ['::1', '127.201.0.1'] });

    for (const guest of [
      new Guest('127.201.0.1', () => ports.ipv4),
      new Guest('::1', () => ports.ipv6),
      new Guest('::1', () => product.port),
    ])
      expect((await guest.get(id)).text).toBe(instanceId);

    for (const guest of [new Guest('127.201.0.1', () => ports.ipv4), new Guest('::1', () => ports.ipv6)])
      for (const path of ['/graphql', '/admin/login']) expect((await guest.get(path)).status).toBe(404);
  });

  it('says where they are', () => {
    expect(product.output).toContain(`Metadata: http://127.0.0.1:${ports.ipv4}`);
    expect(product.output).toContain(`Metadata: http://[::1]:${ports.ipv6}`);
  });
});

/** The service's own address on a guest's link, another address of the server, and the guest's address. */
const [endpoint, other, guestAddress] = ['fd00:ec2::254', 'fd00:20::1', 'fd00:20::5'];

/** Runs a command in its own network with these addresses. */
const inNetwork = inOwnNetwork(
  `for one in ${endpoint} ${other} ${guestAddress}; do
    ip -6 address add $one/128 dev lo nodad || exit; done`,
);
const withNetworks = onlyWhere(canRunInNetwork(inNetwork), 'needs root, ip, unshare and nsenter');

withNetworks('The IPv6 endpoint', () => {
  let world: World;
  let product: Product;
  let machine: Machine;

  beforeAll(async () => {
    world = await openWorld({ database: 'sqlite' });
    const METADATA_LISTEN = `127.0.0.1:80,[${endpoint}]:80`;
    product = await Product.start(
      { url: world.databaseUrl, tokens: world.tokens },
      { METADATA_LISTEN },
      { starter: inNetwork },
    );
    machine = await world.instance({ addresses: [guestAddress, '127.201.0.9'] });
  });

  afterAll(async () => {
    await product.end();
    await world.close();
  });

  const script = `
    const [host, port, localAddress, path] = process.argv.slice(1);
    require('node:http')
      .get({ host, port, localAddress, path }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => process.stdout.write(response.statusCode + ' ' + text));
      })
      .on('error', ({ code }) => process.stdout.write(code));`;

  /** Returns the answer inside that network: a status and a text, or the code of an error. */
  const ask = async (host: string, { from = guestAddress, port = 80, path = id } = {}): Promise<string> => {
    const command = ['-t', `${product.pid}`, '-n', process.execPath, '-e', script];
    const asked = [host, `${port}`, from, path];
    return (await promisify(execFile)('nsenter', [...command, ...asked])).stdout;
  };

  const setIpv6 = (httpProtocolIpv6: string) =>
    world.data('mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }', {
      input: { id: machine.id, metadataOptions: { httpProtocolIpv6 } },
    });

  it('gives a machine no answer at all until it is enabled for it, and every other address does', async () => {
    expect(await ask(endpoint)).toBe('ECONNRESET');
    expect(await ask(endpoint, { path: '/' })).toBe('ECONNRESET');
    expect(await ask(endpoint, { port: product.port })).toBe('ECONNRESET');
    expect(await ask(other, { port: product.port })).toBe(`200 ${machine.instanceId}`);
    expect(await ask('127.0.0.1', { from: '127.201.0.9' })).toBe(`200 ${machine.instanceId}`);
  });

  it('answers at once when it is enabled, and stops when it is disabled', async () => {
    await setIpv6('ENABLED');
    expect(await ask(endpoint)).toBe(`200 ${machine.instanceId}`);
    expect(await ask(endpoint, { port: product.port })).toBe(`200 ${machine.instanceId}`);

    await setIpv6('DISABLED');
    expect(await ask(endpoint)).toBe('ECONNRESET');
  });

  it('answers nobody before it is known whom it is enabled for, also not what needs no database', async () => {
    const [atEndpoint, atOther] = await whileAway(world, async () => {
      const asked = ask(endpoint, { path: '/openstack' });
      return [asked, await ask(other, { path: '/openstack', port: product.port })] as const;
    });

    expect(atOther).toMatch(/^200 2012-08-10\n/);
    expect(await atEndpoint).toBe('ECONNRESET');
  });

  it('answers a stranger as every address does', async () => {
    expect(await ask(endpoint, { from: other })).toMatch(/^404 .*404 - Not Found/s);
  });

  it('has a line in the log for what is not answered', async () => {
    await ask(endpoint, { path: '/latest/unanswered' });

    await product.says(
      /"path":"\/latest\/unanswered","ms":[\d.]+,"address":"fd00:20::5","msg":"request without an answer"/,
    );
  });
});

/** An address that the network gets while the server runs. */
const lateAddress = 'fd00:20::a';

withNetworks('An address that is not there yet', () => {
  it.each(['1', '2'])(
    'is waited for as one of a bridge that is not there either, by %s',
    async (processes) => {
      const place = '[fe80::1%late0]:80';
      const product = await Product.start(
        'sqlite::memory:',
        { METADATA_LISTEN: `127.0.0.1:80,${place}`, WEB_CONCURRENCY: processes },
        { starter: inNetwork },
      );
      const inside = (...command: string[]) =>
        promisify(execFile)('nsenter', ['-t', `${product.pid}`, '-n', ...command]);
      const before = product.output;

      await inside('ip', 'link', 'add', 'late0', 'type', 'bridge');
      await inside('ip', 'link', 'set', 'late0', 'up');
      await inside('ip', '-6', 'address', 'add', 'fe80::1/64', 'dev', 'late0', 'nodad');
      await product.says(/Metadata: http:\/\/\[fe80::1%late0\]:80, as the address is there now/);
      await product.end();

      expect(before).toMatch(/does not have the address fe80::1%late0 of METADATA_LISTEN yet/);
      expect(before).toContain('Metadata: http://127.0.0.1:80');
      expect(before).not.toContain(`Metadata: http://${place}`);
    },
  );

  it('is waited for while the others serve, and served as soon as it is there', async () => {
    const METADATA_LISTEN = `127.0.0.1:80,[${lateAddress}]:80`;
    const product = await Product.start('sqlite::memory:', { METADATA_LISTEN }, { starter: inNetwork });
    const inside = async (...command: string[]) =>
      (await promisify(execFile)('nsenter', ['-t', `${product.pid}`, '-n', ...command])).stdout;
    const readiness = async () => {
      const script = `fetch('http://127.0.0.1:${product.port}/readyz').then((r) => r.text()).then((text) => process.stdout.write(text))`;
      return JSON.parse(await inside(process.execPath, '-e', script)) as object;
    };

    const before = await readiness();
    await inside('ip', '-6', 'address', 'add', `${lateAddress}/128`, 'dev', 'lo', 'nodad');
    await product.says(/Metadata: http:\/\/\[fd00:20::a\]:80, as the address is there now/);
    const after = await readiness();

    expect(before).toMatchObject({
      status: 'degraded',
      degraded: ['listeners'],
      missingAddresses: [`[${lateAddress}]:80`],
    });
    expect(after).toMatchObject({ status: 'ready', missingAddresses: [] });
    await product.end();
  });
});
