/**
 * Runs cloud-init's own converter on the machines' network documents, with every renderer that it has. Prints a
 * PASS or FAIL line for each machine, data source, renderer and version of cloud-init; the exit code is 1 after a FAIL.
 *
 *   BASE_URL=http://127.0.0.1:8000 CLOUDMETA_TOKEN=cm_... node scripts/acceptance/network.mjs ROOT [SOURCE]
 *
 * ROOT is a small Debian with cloud-init in it. SOURCE, or CLOUD_INIT_SOURCE, is a checkout of cloud-init to check
 * as well. Needs root; no network is configured.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentsOf, machines, registerAll } from './network/machines.mjs';
import { copyPackage, versionIn } from './waiting/versions.mjs';

const CONVERT = join(import.meta.dirname, 'network', 'convert.py');
/** Each renderer with a distribution that uses it. */
const RENDERERS = {
  eni: 'debian',
  sysconfig: 'fedora',
  netplan: 'ubuntu',
  networkd: 'photon',
  'network-manager': 'rhel',
};
const [root, source = process.env.CLOUD_INIT_SOURCE] = process.argv.slice(2);

/** Converts all jobs in one process of the small Debian. Returns for each the files written, or the error. */
function convert(jobs, folder, environment) {
  writeFileSync(join(folder, 'jobs.json'), JSON.stringify(jobs));
  const inside = folder.slice(root.length);
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C.UTF-8', ...environment };
  const command = [root, 'python3', join(inside, 'convert.py'), inside];
  const { status, stderr } = spawnSync('chroot', command, { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the converter did not run: ${stderr}`);
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
}

const jobsOf = (documents) =>
  documents.flatMap((document) =>
    Object.entries(RENDERERS).map(([renderer, distro]) => ({ ...document, renderer, distro })),
  );

/** Returns the addresses and routers of a document that are missing in the files written for it. */
function missingIn({ expected, written }) {
  const text = written.toLowerCase();
  return expected.filter((word) => !text.includes(word));
}

function report(version, { machine, dataSource, renderer, expected }, { error, written = '' }) {
  const missing = error ? [] : missingIn({ expected, written });
  const why = error ?? (missing.length > 0 ? `no ${missing.join(', ')} in:\n${written}` : undefined);
  console.log(
    `${why ? 'FAIL' : 'PASS'} cloud-init ${version}, ${renderer}, ${dataSource}: ${machine}${why ? `: ${why}` : ''}`,
  );
  return why === undefined;
}

/** The cloud-init versions: name and environment, which has PYTHONPATH where the package is not the root's own. */
function versionsIn(folder) {
  const debian = { name: versionIn(root), environment: {} };
  if (!source) return [debian];
  const { name } = copyPackage(source, join(folder, 'newest'));
  return [debian, { name, environment: { PYTHONPATH: join(folder, 'newest').slice(root.length) } }];
}

async function main() {
  if (!existsSync(root ?? '')) throw new Error(`no small Debian in ${root}`);
  await registerAll(machines);
  const documents = (await Promise.all(machines.map(documentsOf))).flat();
  const folder = mkdtempSync(join(root, 'tmp', 'network-'));
  try {
    cpSync(CONVERT, join(folder, 'convert.py'));
    const jobs = jobsOf(documents);
    const passed = versionsIn(folder).flatMap(({ name, environment }) => {
      const results = convert(jobs, folder, environment);
      return jobs.map((job, n) => report(name, job, results[n]));
    });
    const failed = passed.filter((one) => !one).length;
    console.log(`${passed.length - failed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
