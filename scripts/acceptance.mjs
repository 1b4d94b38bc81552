/**
 * Real clients against the built product: Debian's cloud-init in several machines and an AWS SDK, on SQLite and on
 * PostgreSQL; on one of them also the other clients that the README names, as far as they can be had. The checks are in
 * the folder `shared/acceptance` beside the clone; what a machine cannot do is reported and skipped.
 *
 * `--only waiting` runs another suite instead, which no other run includes: every boot while the database is away.
 * `--only network` only runs cloud-init's converter on the network documents that machines are served.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { hasPython, isRoot, whyNoMachines } from './acceptance/machine.mjs';
import { prepareWaiting, waitingOptions } from './acceptance/waiting.mjs';
import { root } from './setup/run.mjs';
import { startPostgres } from '../server/tests/support/postgres.ts';
import { Product } from '../server/tests/support/product.ts';

const CHECKS = resolve(root, '..', 'shared', 'acceptance');
const CACHE = process.env.CLOUDMETA_ACCEPTANCE_CACHE ?? '/var/tmp/cloudmeta-acceptance';
const SDK = join(isRoot ? CACHE : tmpdir(), 'cloudmeta-sdk');
const SKIPPED = 77;
const total = { passed: 0, failed: 0, skipped: 0 };

const script = (name) => join(root, 'scripts', 'acceptance', name);

function skip(what, why, count = 1) {
  console.log(`SKIPPED ${what}: ${why}`);
  total.skipped += count;
}

/** Runs one script of checks and adds its counts to the total; prints all lines but passes, with `isVerbose` all. */
async function check(title, [command, ...args], { environment, cwd = CHECKS, isVerbose = false }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...environment, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => child.kill('SIGKILL');
  process.prependOnceListener('exit', stop); // before its files are removed
  const code = new Promise((done) => child.once('exit', done).once('error', () => done(-1)));
  const count = { passed: 0, failed: 0 };
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith('PASS ')) count.passed += 1;
    if (isVerbose) console.log(line);
    else if (!line.startsWith('PASS ') && !/^\d+ passed, \d+ failed$/.test(line)) console.log(line);
    if (line.startsWith('FAIL ')) count.failed += 1;
    if (line.startsWith('SKIPPED ')) total.skipped += 1;
  }
  report(title, count, await code);
  process.off('exit', stop);
}

function report(title, { passed, failed }, code) {
  if (code === SKIPPED) return skip(title, 'see the line above');
  const broken = code !== 0 && failed === 0 ? 1 : 0; // it could not run to its end
  total.passed += passed;
  total.failed += failed + broken;
  console.log(
    `${title}: ${passed} passed, ${failed + broken} failed${broken ? ` (ended with exit code ${code})` : ''}`,
  );
}

/** Runs the product on a database; resolves with it and with what the checks have to know of it. */
async function startProduct(databaseUrl, folder) {
  const product = await Product.on(databaseUrl, { HOST: '127.0.0.1', DATA_DIR: folder });
  await product.begin();
  const token = await product.createToken('--name', 'acceptance', '--role', 'OPERATOR', '--assign-roles');
  return { product, environment: { BASE_URL: product.url, CLOUDMETA_TOKEN: token } };
}

/** Runs all checks against one product on one database; with `withClients` also those with every client. */
async function checkOn(database, databaseUrl, { folder, withClients = false }) {
  const { product, environment } = await startProduct(databaseUrl, folder);
  const { url } = product;
  const register = `'${process.execPath}' '${script('register.mjs')}'`;
  const run = (what, command) => check(`${what} on ${database}`, command, { environment });
  const python = (file, ...args) => ['python3', '-u', file, '--url', url, '--register', register, ...args];
  const before = total.failed;
  try {
    const sdk = ['--npm', SDK, ...(isRoot ? [] : ['--direct'])];
    await run('AWS SDK without a role', python('sdk_js_acceptance.py', ...sdk));
    await run('AWS SDK with a role', python('sdk_js_acceptance.py', ...sdk, '--with-role'));
    await run('AWS SDK with tokens optional and required', [
      process.execPath,
      script('sdk-modes.mjs'),
      SDK,
      url,
    ]);
    const why = whyNoMachines();
    if (why) return skip(`cloud-init on ${database}`, why);
    await run('cloud-init', python('cloudinit_acceptance.py', '--cache', CACHE));
    if (withClients) await run('clients', [process.execPath, script('clients.mjs'), CHECKS, CACHE]);
    if (withClients) await run('network configuration', networkCheck());
    const boots = ['python3', '-u', script('boots/boots.py'), CHECKS, CACHE];
    await run('cloud-init by OpenStack, NoCloud and two interfaces', boots);
  } finally {
    if (total.failed > before) console.log(`The end of the server's log:\n${product.output.slice(-8_000)}`);
    await product.end();
  }
}

async function main() {
  if (!existsSync(CHECKS)) return skip('acceptance', `no folder ${CHECKS}`);
  const why = whyNoMachines();
  if (why && !hasPython()) return skip('acceptance', why);
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-acceptance-'));
  const postgres = await startPostgres();
  try {
    await checkOn('SQLite', `sqlite:${join(folder, 'cloudmeta.db')}`, { folder, withClients: true });
    const database = await postgres.createDatabase();
    await checkOn('PostgreSQL', database.url, { folder });
    await database.drop();
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs the suite `waiting`, which prints one line for each boot. */
async function checkWaiting(options) {
  const why = whyNoMachines();
  if (why) return skip('waiting', why);
  const prepared = await prepareWaiting(options);
  if (prepared.why) return skip('waiting', prepared.why);
  const { command, environment, skipped, finish } = prepared;
  if (skipped) skip(skipped.what, skipped.why, skipped.count);
  await check('waiting', command, { environment, cwd: root, isVerbose: true });
  await finish(total.failed);
}

/** Returns the command that checks all network documents with every renderer of the available cloud-inits. */
const networkCheck = (source) => [
  process.execPath,
  script('network.mjs'),
  join(CACHE, 'root'),
  ...(source ? [resolve(source)] : []),
];

async function checkNetwork({ 'cloud-init-source': source }) {
  const why = whyNoMachines();
  if (why) return skip('network', why);
  const { status } = spawnSync(join(CHECKS, 'build-root.sh'), [CACHE], { stdio: 'inherit' });
  if (status !== 0) return skip('network', 'no small Debian: see above');
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-acceptance-'));
  const { product, environment } = await startProduct(`sqlite:${join(folder, 'cloudmeta.db')}`, folder);
  try {
    await check('network configuration', networkCheck(source), { environment, cwd: root });
  } finally {
    await product.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The suites that `--only` names. */
const suites = { waiting: checkWaiting, network: checkNetwork };

function wanted() {
  const { only, ...options } = parseArgs({ options: { only: { type: 'string' }, ...waitingOptions } }).values;
  if (only === undefined) return main();
  if (!suites[only]) throw new Error(`--only ${only}: there is ${Object.keys(suites).join(', ')}`);
  return suites[only](options);
}

process.chdir(root);
try {
  await wanted();
} catch (error) {
  console.log(`The acceptance checks could not run: ${error.message}`);
  total.failed += 1;
}
console.log(`acceptance: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 ? 1 : 0);
