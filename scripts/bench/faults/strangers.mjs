/** Checks that load on the control plane does not slow down machines on a listener of their own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../server/http/free-port.ts';
import { root } from '../../setup/run.mjs';
import { median, mib, ms, times } from '../numbers.mjs';
import { attacks } from './attacks.mjs';
import { KNOWN, none, startWithMachines } from './load.mjs';

const SECONDS = 8;
/** Boots that begin in a second, each of 54 requests on connections of their own. */
const BOOTS_PER_SECOND = 4;

/** The maximum memory of all processes during an attack. */
const MAX_MEMORY_MIB = 900;

export async function strangers({ folder, storm, rounds }) {
  const port = await freePort();
  const environment = { METADATA_LISTEN: `127.0.0.1:${port}` };
  const server = await startWithMachines(`sqlite:${folder}/strangers.db`, { folder, storm, environment });
  try {
    const rows = [];
    for (const name of Object.keys(attacks))
      rows.push(...(await attacked(name, { server, storm, port, rounds })));
    return rows;
  } finally {
    await server.stop();
  }
}

/** Boots machines without and with the attack in each round, and compares the medians. */
async function attacked(name, { server, storm, port, rounds }) {
  const boots = () =>
    storm({
      server: { pid: server.pid, port },
      instances: KNOWN,
      rate: BOOTS_PER_SECOND,
      boots: BOOTS_PER_SECOND * SECONDS,
      concurrency: 50,
    });
  const found = [];
  const dataPlane = server.pid;
  for (let round = 0; round < rounds; round++) {
    const quiet = await boots();
    const child = begin(name, server);
    await pause(500);
    const beside = await boots();
    found.push({ quiet, beside, memory: server.memory, sent: await end(child) });
    await isQuiet(server);
  }
  const errors = found.reduce((sum, { beside }) => sum + beside.errors + beside.wrong, 0);
  const requests = found.reduce((sum, { beside }) => sum + beside.requests, 0);
  const sent = found.reduce((sum, round) => sum + round.sent, 0);
  return [
    {
      what: `${name} (${sent} requests): p99 of machines against quiet`,
      value: median(found.map(({ quiet, beside }) => beside.ms.p99 / quiet.ms.p99)),
      must: 2,
      aim: 1.5,
      show: times,
    },
    {
      what: `${name}: the longest that a machine waited`,
      value: median(found.map(({ beside }) => beside.ms.max)),
      must: 250,
      aim: 100,
      show: ms,
    },
    none(`${name}: requests of machines that failed, of ${requests}`, errors),
    none(
      `${name}: processes that answer machines and ended`,
      server.pid === dataPlane && server.isRunning ? 0 : 1,
    ),
    {
      what: `${name}: memory of all processes`,
      value: Math.max(...found.map(({ memory }) => memory)),
      must: MAX_MEMORY_MIB,
      aim: MAX_MEMORY_MIB / 2,
      show: mib,
    },
  ];
}

/** Starts the attack with low priority: a real attacker would not use the processors of this machine. */
function begin(name, server) {
  const file = join(root, 'scripts/bench/faults/attacks.mjs');
  const env = { ...process.env, TOKEN: server.token };
  return spawn('nice', ['-n', '19', process.execPath, file, name, `${server.port}`], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Ends the attack; returns the number of requests that it sent. */
async function end(child) {
  const exited = once(child, 'exit');
  const printed = child.stdout.setEncoding('utf8').toArray();
  child.kill('SIGTERM');
  await exited;
  return Number((await printed).join(''));
}

/** Waits for the operations of the attack that are still running: one takes at most ten seconds. */
async function isQuiet(server) {
  for (let n = 0; n < 100; n++) {
    const began = performance.now();
    await server.ask('{ setup { hasUsers } }').catch(() => {});
    if (performance.now() - began < 200) return;
    await pause(250);
  }
}
