#!/usr/bin/env node
/**
 * Makes a clone ready to run: installs what is missing and builds what is stale, nothing else.
 *
 *   node scripts/setup.mjs                  ready for `npm start`
 *   node scripts/setup.mjs --development    ready for the tests too: also the development dependencies
 *
 * Plain JavaScript without dependencies, because it runs before there are any, on any Node from 20 on.
 */
import { parseArgs } from 'node:util';
import { build, buildIsFresh } from './setup/build.mjs';
import { install, linkCommand, missingPackages } from './setup/install.mjs';
import { ensureRuntime } from './setup/runtime.mjs';
import { withLock } from './setup/lock.mjs';

function isReady(development) {
  return missingPackages({ development }).length === 0 && buildIsFresh();
}

/** Only a stale build asks for development dependencies, so that a deployed build does without them. */
async function makeReady(development) {
  const stale = !buildIsFresh();
  const missing = missingPackages({ development: development || stale });
  if (missing.length > 0) await install(missing, { development: development || stale });
  await linkCommand();
  if (stale) await build();
}

try {
  const { values } = parseArgs({ options: { development: { type: 'boolean', default: false } } });
  // makeReady looks again: a setup that held the lock before this one may have done the work
  if (!isReady(values.development)) await withLock(() => makeReady(values.development));
  ensureRuntime();
  await linkCommand();
} catch (error) {
  console.error(`setup: ${error.message}`);
  process.exitCode = 1;
}
