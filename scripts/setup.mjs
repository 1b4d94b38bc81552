#!/usr/bin/env node
/**
 * Makes a clone ready to run: installs missing packages, and builds if the build is stale.
 *
 *   node scripts/setup.mjs                  ready for `npm start`
 *   node scripts/setup.mjs --development    ready for the tests too: also the development dependencies
 *
 * Plain JavaScript without dependencies, because it runs before they are installed, on any Node from 20 on.
 */
import { parseArgs } from 'node:util';
import { build, buildIsFresh } from './setup/build.mjs';
import { install, linkCommand, missingPackages } from './setup/install.mjs';
import { ensureRuntime } from './setup/runtime.mjs';
import { withLock } from './setup/lock.mjs';

function isReady(development) {
  return missingPackages({ development }).length === 0 && buildIsFresh();
}

/** Development dependencies are only installed for a stale build, so that a deployed build does not need them. */
async function makeReady(development) {
  const stale = !buildIsFresh();
  const missing = missingPackages({ development: development || stale });
  if (missing.length > 0) await install(missing, { development: development || stale });
  await linkCommand();
  if (stale) await build();
}

try {
  const { values } = parseArgs({ options: { development: { type: 'boolean', default: false } } });
  // makeReady checks again: another setup may have done the work while this one waited for the lock
  if (!isReady(values.development)) await withLock(() => makeReady(values.development));
  ensureRuntime();
  await linkCommand();
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
