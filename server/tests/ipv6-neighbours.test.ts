/** A guest may use any number of addresses of its IPv6 network: that takes nothing from others there or elsewhere. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { onlyWhere } from './support/only-where.ts';
import { canRunInNetwork, inOwnNetwork } from './support/own-network.ts';
import { Product } from './support/product.ts';
import { requestText } from './support/raw-connection.ts';
import { openWorld, type World } from './support/world.ts';

/** The addresses of the server, and of guests in two networks; no other guest has sent a request before its test. */
const server = 'fd00:77::1';
const greedy = Array.from({ length: 8 }, (_, n) => `fd00:77::a${n}`);
const neighbours = ['fd00:77::31', 'fd00:77::32'] as const;
const elsewhere = 'fd00:78::3';
const machines = [...neighbours, elsewhere];

/** Runs a command in a network of its own with all these addresses, and room for 2,048 connections. */
const inNetwork = inOwnNetwork(
  `ulimit -n 2304 && for address in ${[server, ...greedy, ...machines].join(' ')}; do
    ip -6 address add $address/64 dev lo nodad || exit; done`,
);

/** More requests than a connection may send at once. */
const tooMany = 3000;

/** Sends `requests` over `count` connections of each address; then sends one of each other, and prints its answer. */
const script = `
  const { connect } = require('node:net');
  const { port, from, requests, count, others, request } = JSON.parse(process.argv[1]);
  const open = (localAddress) => connect({ host: '${server}', port, localAddress }).on('error', () => {});
  const opened = from.flatMap((address) => Array.from({ length: count }, () => open(address)));
  const event = requests > ${tooMany / 2} ? 'close' : requests > 0 ? 'data' : 'connect';
  const settled = (socket) => new Promise((resolve) => socket.once('close', resolve).once(event, resolve).resume());
  for (const socket of opened) socket.write(request.repeat(requests));
  Promise.all(opened.map(settled)).then(async () => {
    const told = await Promise.all(others.map((address) => new Promise((resolve) => {
      let text = '';
      open(address).on('data', (chunk) => (text += chunk)).on('close', () => resolve(text)).end(request.replace('\\r\\n\\r\\n', '\\r\\nConnection: close\\r\\n\\r\\n'));
    })));
    process.stdout.write(JSON.stringify(told.map((text) => text.split('\\r\\n\\r\\n').at(-1))));
    process.exit();
  });`;

const path = '/latest/meta-data/hostname';

onlyWhere(canRunInNetwork(inNetwork), 'needs root, ip, unshare and nsenter')(
  'A guest with many IPv6 addresses',
  () => {
    let world: World;
    let product: Product;

    beforeAll(async () => {
      world = await openWorld({ database: 'sqlite' });
      product = await Product.start(
        { url: world.databaseUrl, tokens: world.tokens },
        { HOST: '::' },
        { starter: inNetwork },
      );
      for (const address of machines)
        await world.instance({ hostname: nameOf(address), addresses: [address] });
    });

    afterAll(async () => {
      await product.end();
      await world.close();
    });

    const nameOf = (address: string) => address.replaceAll(/:+/g, '-');

    /** Returns the names that others are served while each address sends `requests` over `count` connections. */
    async function servedBeside(sent: {
      others: string[];
      from: string[];
      requests: number;
      count: number;
    }): Promise<string[]> {
      const asked = { port: product.port, request: requestText(`GET ${path}`), ...sent };
      const command = ['-t', `${product.pid}`, '-n', process.execPath, '-e', script, JSON.stringify(asked)];
      return JSON.parse((await promisify(execFile)('nsenter', command)).stdout) as string[];
    }

    it('is shut out alone for what it sends', async () => {
      const others = [neighbours[0], elsewhere];

      const served = await servedBeside({ others, from: [greedy[0]!], requests: tooMany, count: 1 });

      expect(served).toEqual(others.map(nameOf));
    });

    it('asks for more than is due to it, and its neighbours get what is due to them', async () => {
      const others = [neighbours[1]];

      const served = await servedBeside({ others, from: [greedy[1]!], requests: 500, count: 6 });

      expect(served).toEqual(others.map(nameOf));
    });

    it('has no more than half of all connections, whose rest serves machines in memory too', async () => {
      const others = [elsewhere, neighbours[0]];
      const served = await servedBeside({ others, from: greedy, requests: 0, count: 256 });

      expect(served).toEqual(others.map(nameOf));
    });

    it('is shut out with all its addresses, without machines in memory', async () => {
      const others = [elsewhere, neighbours[0]];
      const served = await servedBeside({ others, from: greedy, requests: tooMany, count: 1 });

      expect(served).toEqual(others.map(nameOf));
    });
  },
);
