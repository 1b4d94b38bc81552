/** The built product and its peers as processes, each on a port of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../server/http/free-port.ts';
import { root } from '../setup/run.mjs';
import { ask } from './guest.mjs';
import { KIT, has, pinned } from './kit.mjs';

/** The child processes, which are killed when this process exits. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

const START_TIMEOUT_MS = 60_000;
const SECRET_KEY = 'a secret key that only benchmarks use';
/** The proportional set size in MiB: memory shared by several processes is divided between them. */
const memoryOf = (pid) =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;
const titleOf = (pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8');
const built = (file) => join(root, 'dist', 'server', file);

const updateInstance =
  'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

const environmentOf = (given) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  LOG_FORMAT: 'json',
  SECRET_KEY,
  ...given,
});

export class Server {
  constructor(name, { port, child, began, startTime, log }) {
    Object.assign(this, { name, port, child, began, startTime, log });
  }

  get pid() {
    return this.child.pid;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The ids of its main process and of the child processes. */
  get processes() {
    const started = readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8');
    return [this.pid, ...started.split(' ').filter(Boolean).map(Number)];
  }

  /** The ids of the processes that answer machines. */
  get dataPlane() {
    const several = this.processes.filter((pid) => titleOf(pid).startsWith('cloudmeta: data plane'));
    return several.length > 0 ? several : [this.pid];
  }

  /** The id of the process of GraphQL and the admin; undefined while there is none. */
  get controlPlane() {
    return this.processes.find((pid) => titleOf(pid).startsWith('cloudmeta: control plane'));
  }

  /** Resolves once GraphQL answers with 200. */
  async isReady() {
    for (;;) {
      const { status } = await fetch(`${this.url}/graphql?query={setup{hasUsers}}`, {
        headers: { 'apollo-require-preflight': 'yes' },
      });
      if (status === 200) return;
      await pause(20);
    }
  }

  /** Memory of all its processes, in MiB. */
  get memory() {
    return this.processes.reduce((sum, pid) => sum + memoryOf(pid), 0);
  }

  /** The number of open files and connections of all its processes. */
  get openFiles() {
    return this.processes.reduce((sum, pid) => sum + readdirSync(`/proc/${pid}/fd`).length, 0);
  }

  /** The sum of a metric over all its labels. */
  async counted(name) {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`cloudmeta_${name}`));
    return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  }

  /** Sends a mutation with its input; returns its only field. @throws Error with the code of the API */
  async change(mutation, input) {
    return Object.values(await this.ask(mutation, { input }))[0];
  }

  /** Changes a machine. @throws Error with the code of the API */
  update(input) {
    return this.change(updateInstance, input);
  }

  /** @throws Error with the code of the API */
  async ask(query, variables) {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
    return data;
  }

  async stop(signal = 'SIGTERM') {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

/** Creates an operator's API token; makes the database where there is none. */
export async function tokenFor(databaseUrl) {
  const args = [
    built('cli/main.js'),
    'token',
    'create',
    '--name',
    `bench-${Date.now()}`,
    '--role',
    'OPERATOR',
  ];
  const env = environmentOf({ DATABASE_URL: databaseUrl });
  return (await promisify(execFile)(process.execPath, args, { env })).stdout.trim();
}

/** Starts the product: it is up with its first 200 for machine 0, with any answer where `machine` is false. */
export async function startProduct(databaseUrl, { folder, token, core, machine = true, environment = {} }) {
  const port = await freePort();
  const env = environmentOf({
    METADATA_SNAPSHOT: 'none',
    ...environment,
    DATABASE_URL: databaseUrl,
    PORT: `${port}`,
  });
  const command = [process.execPath, built('main.js')];
  const server = await start('CloudMeta', { command, port, folder, core, env, machine });
  server.token = token;
  await server.isReady();
  server.graphqlTime = performance.now() - server.began;
  return server;
}

/** Starts the named peers that are installed on this machine. */
export async function startPeers(names, { folder, instances, core }) {
  const started = [];
  for (const name of names) {
    const port = await freePort();
    const command = await peers[name]({ port: `${port}`, instances: `${instances}`, folder });
    if (command)
      started.push(await start(name, { command, port, folder, core, env: process.env, machine: true }));
    else console.log(`SKIPPED ${name}: it is not installed`);
  }
  return started;
}

const node = (file, ...args) => [process.execPath, join(KIT, file), ...args];

const peers = {
  async nginx({ port, instances, folder }) {
    if (!has('nginx', '-v')) return undefined;
    const home = join(folder, 'nginx');
    await promisify(execFile)(process.execPath, [join(KIT, 'peer-nginx.mjs'), port, instances, home]);
    return ['nginx', '-c', join(home, 'nginx.conf')];
  },
  'node:http': async ({ port, instances }) => node('peer-http.mjs', port, instances),
  Express: async ({ port, instances }) => node('peer-express.mjs', port, instances, 'tuned'),
};

async function start(name, { command: [program, ...args], port, folder, core, env, machine }) {
  const [first, ...rest] = pinned(core, [program, ...args]);
  const log = join(folder, `${name.replace(':', '-')}-${port}.log`);
  const file = openSync(log, 'w');
  const began = performance.now();
  const child = spawn(first, rest, { cwd: root, env, stdio: ['ignore', file, file] });
  closeSync(file);
  running.add(child);
  child.once('exit', () => running.delete(child));
  while (!(await answers(port, machine))) {
    if (child.exitCode !== null || performance.now() - began > START_TIMEOUT_MS)
      throw new Error(`${name} did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    await pause(3);
  }
  return new Server(name, { port, child, log, began, startTime: performance.now() - began });
}

async function answers(port, machine) {
  const answer = await ask({ port }, { from: machine ? '127.1.0.1' : undefined }).catch(() => undefined);
  return machine ? answer?.status === 200 : answer !== undefined;
}
