/** The load generator and the peers to compare with, in the folder `shared/bench` beside the clone. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../setup/run.mjs';

export const KIT = resolve(root, '..', 'shared', 'bench');

/** Returns the reason why nothing can be measured here, or undefined. */
export function reasonToSkip() {
  if (process.platform !== 'linux') return 'only Linux has 127.0.0.0/8 for many machines, and /proc';
  if (!existsSync(KIT)) return `no folder ${KIT} with the load generator`;
  if (!has('gcc', '--version')) return 'no gcc to build the load generator with: apt-get install gcc';
  return undefined;
}

export const has = (command, ...args) => spawnSync(command, args, { stdio: 'ignore' }).error === undefined;

/** Builds the load generator in a folder; returns a function that runs it with options and resolves with its counts. */
export function stormIn(folder) {
  const program = join(folder, 'boot-storm');
  execFileSync('gcc', ['-O2', '-o', program, join(KIT, 'boot-storm.c')]);
  return (options) => storm(program, options);
}

/**
 * Boots machines at a server: `boots` in all, `concurrency` at once, with a new connection for each request or one kept
 * for a boot. `core` pins the client.
 */
async function storm(program, { server, core, ...options }) {
  const named = Object.entries({ instances: 1000, connections: 'new', timeout: 60, ...options });
  const args = named.flatMap(([name, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${name}`] : [`--${name}`, `${value}`];
  });
  const target = ['--target', `127.0.0.1:${server.port}`, '--server-pid', `${server.pid}`, '--json'];
  const [command, ...rest] = pinned(core, [program, ...target, ...args]);
  const { stdout } = await promisify(execFile)(command, rest).catch((error) => {
    if (error.stdout) return error; // exits with an error if it counted any; its output is complete
    throw error;
  });
  return JSON.parse(stdout);
}

/** Pins a command to one core, where `taskset` is installed. */
export const pinned = (core, command) =>
  core === undefined || !has('taskset', '-V') ? command : ['taskset', '-c', `${core}`, ...command];
