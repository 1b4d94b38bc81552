/** The suite `waiting`: real cloud-init boots while the database is away and the server has the machine not cached. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root } from '../setup/run.mjs';
import { outages } from './waiting/outage.mjs';
import { sources } from './waiting/sources.mjs';
import { prepareVersions } from './waiting/versions.mjs';

/** The folder in the clone for the roots of the machines, and for the files of boots that failed. */
const CACHE = join(root, '.cache', 'acceptance');

/** Runs a command in namespaces of its own: its processes and mounts end with it, and it ends with its parent. */
const APART = 'setpriv --pdeathsig KILL unshare --net --mount --pid --fork --kill-child --mount-proc';

export const waitingOptions = {
  /** A checkout of cloud-init, to boot its version, too. */
  'cloud-init-source': { type: 'string', default: process.env.CLOUD_INIT_SOURCE },
  /** The number of machines that boot at once. Each has a server and a database, which take about 300 MB. */
  'at-once': { type: 'string', default: '12' },
  /** A text that the titles of the boots to run contain. */
  match: { type: 'string', default: '' },
};

/**
 * Prepares the boots. Returns the `command` that runs them with its `environment`, `finish` to call after it with the
 * number of failures, and `skipped`, the boots left out; or `why` where none can be run.
 */
export async function prepareWaiting({ 'cloud-init-source': source, 'at-once': atOnce, match }) {
  const [command, ...apart] = APART.split(' ');
  const { status } = spawnSync(command, [...apart, 'true']);
  if (status !== 0) return { why: 'namespaces are not permitted here' };
  await mkdir(CACHE, { recursive: true });
  const versions = prepareVersions({ cache: CACHE, source: source && resolve(source) });
  const folder = await mkdtemp(join(CACHE, 'boots-'));
  const given = JSON.stringify({ versions, folder, atOnce: Number(atOnce), match });
  const suite = [process.execPath, join(root, 'scripts/acceptance/waiting/suite.mjs'), given];
  return {
    command: [command, ...apart, ...suite],
    environment: { TMPDIR: await temporaryFolder() },
    finish: (failed) => finish(folder, failed),
    skipped: source ? undefined : withoutSource,
  };
}

async function finish(folder, failed) {
  if (failed > 0) console.log(`The files of the boots that failed: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}

/** Makes a folder for the databases, which a killed suite does not remove. It is removed when this process exits. */
async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-waiting-'));
  await chmod(folder, 0o755); // PostgreSQL runs as another user
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  return folder;
}

const withoutSource = {
  what: 'waiting by the newest cloud-init',
  why: 'no folder of its source is given, by --cloud-init-source or CLOUD_INIT_SOURCE',
  count: outages.length * sources.length,
};
