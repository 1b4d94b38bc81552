/** The built product and its peers as processes, each on a port of its own. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../../server/http/free-port.ts';
import { Product } from '../../server/tests/support/product.ts';
import {
  controlPlaneOf,
  dataPlaneOf,
  openFilesOf,
  processesOf,
} from '../../server/tests/support/server-processes.ts';
import { ask } from './guest.mjs';
import { root } from '../setup/run.mjs';
import { KIT, has, pinned } from './kit.mjs';

/** The peers that run, which are killed when this process exits. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

const START_TIMEOUT_MS = 60_000;
let logs = 0;

/** The proportional set size in MiB: memory shared by several processes is divided between them. */
const memoryOf = (pid) =>
  Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]) / 1024;

const updateInstance =
  'mutation ($input: UpdateInstanceInput!) { updateInstance(input: $input) { outcome } }';

/** The product, with what is measured of its processes. */
export class Server {
  name = 'CloudMeta';
  #product;

  constructor(product, { token, log, startTime }) {
    this.#product = product;
    Object.assign(this, { token, log, startTime });
  }

  get port() {
    return this.#product.port;
  }

  get pid() {
    return this.#product.pid;
  }

  get isRunning() {
    return this.#product.isRunning;
  }

  /** The ids of the processes that answer machines. */
  get dataPlane() {
    return [...dataPlaneOf(this.#product).values()];
  }

  /** The id of the process of GraphQL and the admin; undefined while there is none. */
  get controlPlane() {
    return controlPlaneOf(this.#product);
  }

  /** Memory of all its processes, in MiB. */
  get memory() {
    return processesOf(this).reduce((sum, pid) => sum + memoryOf(pid), 0);
  }

  /** The number of open files and connections of all its processes. */
  get openFiles() {
    return processesOf(this).reduce((sum, pid) => sum + openFilesOf(pid).length, 0);
  }

  /** The sum of a metric over all its labels. */
  async counted(name) {
    const text = await (await fetch(`${this.#product.url}/metrics`)).text();
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
    const { data, errors } = await this.#product.graphql(query, variables, { as: { token: this.token } });
    if (errors.length > 0) throw Object.assign(new Error(errors[0].message), errors[0].extensions);
    return data;
  }

  stop(signal) {
    return this.#product.end(signal);
  }
}

/** Creates an operator's API token; makes the database where there is none. */
export async function tokenFor(databaseUrl) {
  const product = await Product.on(databaseUrl);
  return product.createToken('--name', `bench-${Date.now()}`, '--role', 'OPERATOR');
}

/** Starts the product: it is up with its first 200 for machine 0, with any answer where `machine` is false. */
export async function startProduct(databaseUrl, { folder, token, core, machine = true, environment = {} }) {
  logs += 1;
  const log = join(folder, `CloudMeta-${logs}.log`);
  const options = { starter: pinned(core, []), logFile: log };
  const product = await Product.on(databaseUrl, { DATA_DIR: join(folder, 'data'), ...environment }, options);
  const began = performance.now();
  product.launch();
  await firstAnswer('CloudMeta', { port: product.port, log, machine, isRunning: () => product.isRunning });
  const server = new Server(product, { token, log, startTime: performance.now() - began });
  await isReady(server);
  return server;
}

/** Resolves once GraphQL answers. */
async function isReady(server) {
  const isAnswered = () =>
    server.ask('{ viewer { __typename } }').then(
      () => true,
      () => false,
    );
  while (!(await isAnswered())) await pause(20);
}

/** Starts the named peers that are installed on this machine. */
export async function startPeers(names, { folder, instances, core }) {
  const started = [];
  for (const name of names) {
    const port = await freePort();
    const command = await peers[name]({ port, instances: `${instances}`, folder });
    if (command) started.push(await startPeer(name, { command: pinned(core, command), port, folder }));
    else console.log(`SKIPPED ${name}: it is not installed`);
  }
  return started;
}

const node = (file, ...args) => [process.execPath, join(KIT, file), ...args];

const peers = {
  async nginx({ port, instances, folder }) {
    if (!has('nginx', '-v')) return undefined;
    const home = join(folder, 'nginx');
    await promisify(execFile)(process.execPath, [join(KIT, 'peer-nginx.mjs'), `${port}`, instances, home]);
    return ['nginx', '-c', join(home, 'nginx.conf')];
  },
  'node:http': async ({ port, instances }) => node('peer-http.mjs', `${port}`, instances),
  Express: async ({ port, instances }) => node('peer-express.mjs', `${port}`, instances, 'tuned'),
};

async function startPeer(name, { command: [program, ...args], port, folder }) {
  const log = join(folder, `${name.replace(':', '-')}.log`);
  const file = openSync(log, 'w');
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', file, file] }); // a peer finds its packages there
  closeSync(file);
  running.add(child);
  const ended = once(child, 'exit').then(() => running.delete(child));
  await firstAnswer(name, { port, log, machine: true, isRunning: () => running.has(child) });
  const stop = () => {
    child.kill();
    return ended;
  };
  return { name, port, pid: child.pid, stop };
}

/** Resolves with the first answer; where `machine` is true, with the first 200 for machine 0. */
async function firstAnswer(name, { port, log, machine, isRunning }) {
  const began = performance.now();
  while (!(await answers(port, machine))) {
    if (!isRunning() || performance.now() - began > START_TIMEOUT_MS)
      throw new Error(`${name} did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`);
    await pause(3);
  }
}

async function answers(port, machine) {
  const answer = await ask({ port }, { from: machine ? '127.1.0.1' : undefined }).catch(() => undefined);
  return machine ? answer?.status === 200 : answer !== undefined;
}
