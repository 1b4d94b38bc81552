/** Compares the boot time of an honest machine beside a misbehaving machine with its boot time alone. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { ask } from '../guest.mjs';
import { mib, times } from '../numbers.mjs';
import { tree } from '../register.mjs';
import { KNOWN, none, startWithMachines } from './load.mjs';

const HALF_OPEN = 5000;
const HEADER = Buffer.from(`GET /latest/meta-data/ HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(1 << 20)}`);
const HONEST = { instances: 50, boots: 60, concurrency: 1, core: 1 };
const TOKENS = 30_000;
const AT_ONCE = 2000;
const TTL = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' };

export async function hostileGuests({ folder, storm, rounds }) {
  const server = await startWithMachines(`sqlite:${folder}/hostile.db`, { folder, storm });
  try {
    const honest = async () => (await storm({ server, ...HONEST })).bootMs.p50;
    await honest();
    const rows = [];
    for (const [what, attack] of Object.entries(attacks)) {
      const ratios = [];
      for (let round = 0; round < rounds; round++) {
        const alone = await honest();
        const end = await attack(server, storm);
        ratios.push((await honest()) / alone);
        await end();
      }
      const value = ratios.sort((a, b) => a - b)[ratios.length >> 1];
      rows.push({ what: `an honest boot beside ${what}`, value, must: 2, aim: 1.5, show: times });
    }
    return [...rows, ...(await tokenStorm(server))];
  } finally {
    await server.stop();
  }
}

/** The attacks: each starts one, and resolves with a function that ends it. */
const attacks = {
  'a machine that asks as fast as it can, on new connections': (server, storm) => flood(server, storm, 'new'),
  'a machine that asks as fast as it can, on kept connections': (server, storm) =>
    flood(server, storm, 'keep'),
  [`${HALF_OPEN} half-open connections`]: (server) =>
    connections(server, {
      count: HALF_OPEN,
      from: (n) => `127.5.${n >> 7}.${1 + (n & 127)}`,
      bytes: 'GET /latest/',
    }),
  'headers of 1 MB without an end': (server) =>
    connections(server, { count: 16, from: () => '127.6.0.1', bytes: HEADER, reconnects: true }),
};

async function flood(server, storm, kind) {
  const load = { instances: 1, first: '127.1.1.200', id: 'any', concurrency: 64, connections: kind, core: 1 };
  const flooding = storm({ server, mode: 'steady', seconds: 8, ...load }).catch(() => {});
  await pause(1500);
  return () => flooding;
}

async function connections({ port }, { count, from, bytes, reconnects = false }) {
  const sockets = new Set();
  let goesOn = true;
  const open = (n) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress: from(n) }, () => socket.write(bytes));
    sockets.add(socket);
    socket.resume().on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      if (reconnects && goesOn) open(n);
    });
  };
  for (let n = 0; n < count; n++) {
    open(n);
    if (n % 200 === 0) await pause(5);
  }
  await pause(1000);
  return async () => {
    goesOn = false;
    for (const socket of sockets) socket.destroy();
  };
}

/** Requests tokens, each on a connection of its own, and compares the memory before and after. */
async function tokenStorm(server) {
  await tokens(server);
  await tokens(server);
  const before = server.memory;
  const failed = (await tokens(server)) + (await tokens(server));
  return [
    none(`token storm: requests for a token that got none, of ${2 * TOKENS}, ${AT_ONCE} at once`, failed),
    {
      what: 'token storm: memory after it',
      value: server.memory,
      must: before * 1.1 + 10,
      aim: before * 1.05 + 5,
      show: mib,
    },
  ];
}

/** Requests `TOKENS` tokens; returns the number of requests that got none. */
async function tokens(server) {
  let asked = 0;
  let failed = 0;
  const asking = async () => {
    while (asked < TOKENS) {
      const from = tree.address(asked % KNOWN);
      asked += 1;
      const request = { from, path: '/latest/api/token', method: 'PUT', headers: TTL };
      const { status, text } = await ask(server, request).catch(({ code }) => ({ status: code, text: '' }));
      if (status !== 200 || text.length !== 56) failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asking));
  return failed;
}
