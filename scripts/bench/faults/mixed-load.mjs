/** Runs a long mixed load: memory and open files must not grow, and no request may fail. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../../../server/tests/support/postgres.ts';
import { ask } from '../guest.mjs';
import { median, mib, times } from '../numbers.mjs';
import { inputOf, tree, upsertMany } from '../register.mjs';
import { KNOWN, bootsFor, none, startWithMachines, unharmed } from './load.mjs';

/** The seconds between two samples, and those at the beginning that are not counted. */
const SAMPLE_SECONDS = 20;
const WARM_UP_SECONDS = 60;

const instances = `query ($search: String) {
  instances(first: 50, search: $search) { nodes { id hostname keys { name } history(first: 5) { nodes { id } } } } }`;
const remove =
  'mutation ($input: DeleteInstancesInput!) { deleteInstances(input: $input) { summary { deleted } } }';

export async function mixedLoad({ folder, storm, minutes }) {
  const postgres = await startPostgres();
  const { url, drop } = await postgres.createDatabase();
  const environment = { WEB_CONCURRENCY: '2', METADATA_SNAPSHOT: join(folder, 'mixed'), LOG_LEVEL: 'error' };
  const server = await startWithMachines(url, { folder, storm, environment });
  try {
    const seconds = minutes * 60 + WARM_UP_SECONDS;
    const booting = bootsFor(seconds, { server, storm });
    const others = new Work(server);
    await pause(WARM_UP_SECONDS * 1000);
    const looks = await lookAt(server, minutes * 60);
    await others.stop();
    return rowsOf({ looks, others, minutes, boots: await booting, log: readFileSync(server.log, 'utf8') });
  } finally {
    await server.stop();
    await drop();
    await postgres.stop();
  }
}

async function lookAt(server, seconds) {
  const looks = [];
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    looks.push({ memory: server.memory, openFiles: server.openFiles });
    await pause(SAMPLE_SECONDS * 1000);
  }
  return looks;
}

function rowsOf({ looks, others, minutes, boots, log }) {
  const errors = log.split('\n').filter((line) => line !== '' && !line.startsWith('✓')); // Next.js reports its start
  for (const example of [...others.failed, ...errors].slice(0, 10)) console.log(example);
  console.log(`Memory, in MiB: ${looks.map((look) => Math.round(look.memory)).join(' ')}`);
  const third = Math.ceil(looks.length / 3);
  const grown = (of) => median(looks.slice(-third).map(of)) / median(looks.slice(0, third).map(of));
  const memory = grown((look) => look.memory);
  const files = grown((look) => look.openFiles);
  return [
    ...unharmed(`${minutes} minutes of mixed load`, boots),
    none(`other requests that failed, of ${others.done}`, others.failed.length),
    none('lines in the log that tell of an error', errors.length),
    { what: 'memory of all processes, median', value: median(looks.map((look) => look.memory)), show: mib },
    { what: 'memory: last third against the first', value: memory, must: 1.1, aim: 1.03, show: times },
    { what: 'open files: last third against the first', value: files, must: 1.1, aim: 1.03, show: times },
  ];
}

/** Sends the requests beside the boots of known machines: each kind `perMinute` times. */
class Work {
  done = 0;
  failed = [];
  stopped = false;

  constructor(server) {
    this.server = server;
    this.turns = Object.entries(kinds).map(([kind, { perMinute, act }]) => this.goOn(kind, perMinute, act));
  }

  async stop() {
    this.stopped = true;
    await Promise.all(this.turns);
  }

  async goOn(kind, perMinute, act) {
    for (let n = 0; !this.stopped; n++) {
      await act(this.server, n)
        .then(() => (this.done += 1))
        .catch((error) => this.failed.push(`${kind}: ${error.code ?? ''} ${error.message}`));
      await pause(60_000 / perMinute);
    }
  }
}

const kinds = {
  'a change of a machine that boots': {
    perMinute: 200,
    act: (server, n) => server.update({ id: tree.instanceId(n % KNOWN), launchIndex: n }),
  },
  'machines that come and go': {
    perMinute: 15,
    act: async (server, n) => {
      const machines = Array.from({ length: 50 }, (_, k) => inputOf(KNOWN + 1 + ((50 * n + k) % 500)));
      await server.change(upsertMany, { instances: machines });
      await server.change(remove, { ids: machines.map(({ instanceId }) => instanceId) });
    },
  },
  'a list': {
    perMinute: 60,
    act: (server, n) => server.ask(instances, { search: `${n % 100}` }),
  },
  'an address that nobody has': {
    perMinute: 600,
    act: (server, n) => expecting(404, ask(server, { from: `127.9.${(n >> 7) & 127}.${1 + (n & 127)}` })),
  },
  'the admin': {
    perMinute: 20,
    act: (server) => expecting(200, ask(server, { from: '127.0.0.1', path: '/admin/login' })),
  },
};

async function expecting(status, asked) {
  const answer = await asked;
  if (answer.status !== status) throw new Error(`answered ${answer.status}`);
}
