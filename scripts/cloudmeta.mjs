#!/usr/bin/env node
/**
 * The `cloudmeta` command of this clone: `npx cloudmeta <command>`. Runs the setup first, then dist/server/cli/main.js
 * on a Node that can run it: in this process if it is new enough, else in a child process.
 */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './setup/run.mjs';
import { ensureRuntime, isRuntime } from './setup/runtime.mjs';

const CLI = join(root, 'dist', 'server', 'cli', 'main.js');

const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'setup.mjs')], {
  stdio: ['ignore', 2, 2],
});
if (status !== 0) process.exit(status ?? 1);

if (isRuntime(process.execPath)) {
  process.argv[1] = CLI;
  await import(pathToFileURL(CLI).href);
} else {
  runInChild();
}

/** Runs the command in a child process. A terminal sends it Ctrl-C directly; every other signal is passed on. */
function runInChild() {
  const child = spawn(ensureRuntime(), [CLI, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once('exit', (code, signal) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    if (signal) process.kill(process.pid, signal);
    else process.exitCode = code;
  });
}
