/** The Node that runs the product: the one installed by npm, else the machine's own if it is new enough. */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './run.mjs';

const MIN_MAJOR = 24;
const INSTALLED = join(root, 'node_modules', '.bin', 'node');

/** The path of a Node that can run the product; throws where there is none. */
export function ensureRuntime() {
  if (existsSync(INSTALLED)) {
    if (isRuntime(INSTALLED)) return INSTALLED;
    // npm scripts and npx put this folder first on PATH: a binary that cannot run here would hide a working one
    rmSync(INSTALLED);
    say('The Node that npm brought does not run on this system, so it was taken off PATH');
  }
  if (isRuntime(process.execPath)) return process.execPath;
  throw new Error(
    `CloudMeta needs Node ${MIN_MAJOR} or newer, this is ${process.version}, and npm has none that runs here (${process.platform}-${process.arch}): install it from https://nodejs.org`,
  );
}

/** True if this Node runs, and is new enough. */
export function isRuntime(node) {
  return majorOf(node) >= MIN_MAJOR;
}

function majorOf(node) {
  if (realpathSync(node) === process.execPath) return Number.parseInt(process.versions.node, 10);
  const { stdout, status } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 ? Number.parseInt(stdout.slice(1), 10) : 0;
}
