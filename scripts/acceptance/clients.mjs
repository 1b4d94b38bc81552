/**
 * Real clients of the metadata service, unmodified, on two machines: where tokens are required, and where they are
 * optional. Prints PASS, FAIL and SKIPPED lines; the exit code is 1 after a FAIL.
 *
 *   BASE_URL=http://127.0.0.1:8000 CLOUDMETA_TOKEN=cm_... node scripts/acceptance/clients.mjs CHECKS CACHE [NAME]
 *
 * CHECKS is the folder of the acceptance checks, CACHE a folder that is kept for the next run. NAME, or a part of it,
 * selects the clients to run. ACCEPTANCE_ALL=1 also fetches the clients that are large.
 */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { withMachines } from './clients/machines.mjs';
import { prepareDebian, versionIn } from './clients/small-debian.mjs';
import { clients as every, PROBES } from './clients/table.mjs';

const INSIDE = fileURLToPath(new URL('clients/inside.sh', import.meta.url));
const TIMEOUT_MS = 60_000;
const COMPILER_TIMEOUT_MS = 400_000;
const [checks, cache, only = ''] = process.argv.slice(2);
const clients = every.filter(({ name }) => name.includes(only));
const all = process.env.ACCEPTANCE_ALL === '1';

/** Returns for each client `{ version, command }`, or `{ why }` where it cannot be run here. */
function findClients() {
  const packages = clients.flatMap((client) => (all || !client.large ? (client.packages ?? []) : []));
  let root, why;
  try {
    root = prepareDebian({ checks, cache, packages });
  } catch (error) {
    why = error.message;
  }
  return clients.map((client) => {
    if (client.npm) return findInNpm(client);
    return root ? findInDebian(client, root) : { why };
  });
}

function findInDebian({ packages, run, large }, root) {
  const version = versionIn(root, packages[0]);
  const missing = packages.filter((name) => !versionIn(root, name));
  if (missing.length > 0)
    return { why: `no ${missing.join(', ')} here${large ? '; with ACCEPTANCE_ALL=1 it is fetched' : ''}` };
  const command = ['sh', INSIDE, root, PROBES, 'sh', '-c', run];
  return { version, command: ['unshare', '--mount', '--pid', '--fork', ...command] };
}

function findInNpm({ npm, run }) {
  const folder = join(cache, `clients-${npm[0].replaceAll(/\W+/g, '-')}`);
  const manifest = join(folder, 'node_modules', npm[0].replace(/(?<=.)@.*$/, ''), 'package.json');
  if (!existsSync(manifest)) {
    const options = ['--prefix', folder, '--no-save', '--no-fund', '--no-audit', '--ignore-scripts'];
    spawnSync('npm', ['install', ...options, '--loglevel=error', ...npm], { stdio: 'inherit' });
  }
  if (!existsSync(manifest)) return { why: `npm could not install ${npm.join(' ')}` };
  return { version: JSON.parse(readFileSync(manifest, 'utf8')).version, command: run(folder) };
}

/** Runs the client on the machine and resolves with its output; never rejects. `timeout` is in milliseconds. */
function runOn(machine, command, timeout) {
  const args = ['netns', 'exec', machine.namespace, ...command];
  const env = { PATH: process.env.PATH, HOME: '/nonexistent', AWS_METADATA_SERVICE_TIMEOUT: '5' };
  return new Promise((resolve) => {
    execFile('ip', args, { env, timeout, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, stdout, stderr }),
    );
  });
}

/** Returns one line a fact: the client's value against the registered one; a single line if the client failed. */
function compare({ gets, read = JSON.parse }, { facts }, { failed, stdout, stderr }) {
  const broken = (why) => [
    { name: 'runs', passed: false, detail: why.trim().slice(0, 600).replaceAll('\n', ' | ') },
  ];
  if (failed) return broken(stderr || 'it did not end, or printed nothing');
  try {
    const got = read(stdout);
    return gets.map((name) => ({
      name,
      passed: agrees(got[name], facts[name]),
      detail: `got ${JSON.stringify(got[name])}, want ${JSON.stringify(facts[name])}`,
    }));
  } catch (error) {
    return broken(`${error.message} in: ${stdout}`);
  }
}

/** True if the values are equal: times in any notation, and of an object only the properties in `want`. */
function agrees(got, want) {
  if (want instanceof Date) return Date.parse(got) === want.getTime();
  if (want === null || typeof want !== 'object' || Array.isArray(want)) return isDeepStrictEqual(got, want);
  return Object.entries(want).every(([part, value]) => isDeepStrictEqual(got?.[part], value));
}

async function check(client, { version, command }, machine) {
  const result = await runOn(machine, command, client.large ? COMPILER_TIMEOUT_MS : TIMEOUT_MS);
  const title = `${client.name} ${version}, tokens ${machine.name}`;
  if (client.tokenless && machine.name === 'required') {
    const passed = result.failed && !result.stdout.includes(machine.facts['instance-id']);
    return [{ title, name: 'is refused', passed, detail: result.stdout.slice(0, 300) }];
  }
  return compare(client, machine, result).map((line) => ({ title, ...line }));
}

async function main() {
  await mkdir(cache, { recursive: true });
  const found = findClients();
  const { port } = new URL(process.env.BASE_URL);
  await withMachines({ checks, port }, async (machines) => {
    for (const [n, client] of clients.entries()) {
      if (found[n].why) {
        console.log(`SKIPPED ${client.name}: ${found[n].why}`);
        continue;
      }
      const lines = await Promise.all(machines.map((machine) => check(client, found[n], machine)));
      for (const { title, name, passed, detail } of lines.flat()) {
        console.log(passed ? `PASS ${title}: ${name}` : `FAIL ${title}: ${name}: ${detail}`);
        if (!passed) process.exitCode = 1;
      }
    }
  });
}

await main();
