/**
 * Compares all answers to machines by another checkout with those by this one: `--with FOLDER` names it, built;
 * `--machines N` are generated, each as unusual as the API allows. The other one registers them, since a newer version
 * can go on from its database; then each serves them, on all paths of all versions and data sources.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { exampleKeys } from '../server/tests/support/example-keys.ts';
import { generatedMachine, loopback, roleName } from '../server/tests/support/generated-machine.ts';
import { Product } from '../server/tests/support/product.ts';
import { allPaths } from './compare/all-paths.mjs';

const { values } = parseArgs({
  options: { with: { type: 'string' }, machines: { type: 'string', default: '50' } },
});
if (values.with === undefined) throw new Error('Name a built checkout: --with FOLDER');

const seed = 20_261_130;
const machines = fc.sample(generatedMachine, { seed, numRuns: Number(values.machines) });
const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-compare-'));
const databaseUrl = `sqlite:${join(folder, 'cloudmeta.db')}`;

/** Runs a checkout on the database, and returns its answers to machines at addresses, which `find` returns. */
async function answersOf(root, find) {
  const product = await Product.on(databaseUrl, { DATA_DIR: folder }, { root, cwd: folder });
  try {
    await product.begin();
    const asked = await find(product);
    const answers = new Map();
    for (const address of asked)
      for (const [path, answer] of await allPaths(product.url, address))
        answers.set(`${address} ${path}`, answer);
    return { asked, answers };
  } finally {
    await product.end();
  }
}

/** Registers the machines, and returns an address of each. */
async function registerAll(product) {
  await product.createToken('--name', 'compare', '--role', 'SUPERUSER');
  const mutate = (name, input) =>
    product.data(
      `mutation ($input: ${name[0].toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { outcome } }`,
      { input },
    );
  await mutate('createVpc', {
    name: 'loopback',
    ipv4CidrBlocks: ['127.0.0.0/8'],
    ipv6CidrBlocks: ['fd00::/56'],
  });
  await mutate('createSubnet', { ...loopback, vpc: 'loopback' });
  await mutate('createIamRole', { name: roleName });
  const addresses = [];
  for (const { input, keyNames, groupNames } of machines) {
    for (const [n, name] of keyNames.entries())
      await mutate('upsertSshKey', { name, publicKey: exampleKeys[n].line });
    for (const name of groupNames) await mutate('upsertSecurityGroup', { name });
    await mutate('createInstance', input)
      .then(() => addresses.push(addressOf(input)))
      .catch((error) => console.log(`not registered: ${error.message.split('\n')[0]}`));
  }
  return addresses;
}

const addressOf = ({ interfaces, callerAddresses = [] }) =>
  [...callerAddresses, ...interfaces.flatMap(({ addresses }) => addresses)].find((one) =>
    one.startsWith('127.'),
  );

/** The parts of two answers from a little before their first difference on. */
function difference(was = 'no such path', is = 'no such path') {
  let at = 0;
  while (was[at] === is[at]) at += 1;
  return [was, is].map((text) => JSON.stringify(text.slice(Math.max(0, at - 40), at + 80)));
}

try {
  const other = await answersOf(resolve(values.with), registerAll);
  const own = await answersOf(resolve(import.meta.dirname, '..'), () => other.asked);
  const paths = new Set([...other.answers.keys(), ...own.answers.keys()]);
  const differing = [...paths].filter((path) => other.answers.get(path) !== own.answers.get(path));
  for (const path of differing.slice(0, 20)) {
    const [was, is] = difference(other.answers.get(path), own.answers.get(path));
    console.log(`${path}\n  was ${was}\n  is  ${is}`);
  }
  const good = [...own.answers.values()].filter((answer) => answer.startsWith('200 ')).length;
  console.log(
    `${other.asked.length} machines, ${paths.size} paths, ${good} of them served, ${differing.length} differing`,
  );
  const isTooFew = other.asked.length < machines.length || good < paths.size / 2;
  process.exitCode = differing.length > 0 || isTooFew ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
