/** Checks and prepares this machine: the acceptance checks need root, namespaces, and a few Debian packages. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PACKAGES = { ip: 'iproute2', unshare: 'util-linux', mount: 'mount', python3: 'python3' };
const FOLDERS = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/sbin'];

export const isRoot = process.getuid?.() === 0;
export const hasPython = () => has('python3');

/** Returns the reason why real cloud-init cannot boot here, or undefined where it can. */
export function whyNoMachines() {
  if (process.platform !== 'linux') return 'only Linux has network namespaces';
  if (!isRoot) return 'not root';
  if (!has('apt-get')) return 'no apt-get: the instances are made of Debian packages';
  const missing = Object.keys(PACKAGES).filter((command) => !has(command));
  if (missing.length > 0) install(missing.map((command) => PACKAGES[command]));
  const still = missing.filter((command) => !has(command));
  return still.length > 0 ? `no command ${still.join(', ')}, and apt-get could not install it` : undefined;
}

function has(command) {
  return FOLDERS.some((folder) => existsSync(`${folder}/${command}`));
}

function install(packages) {
  console.log(`Installing Debian packages: ${packages.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stderr } = spawnSync('apt-get', ['-q', ...args], { env, encoding: 'utf8' });
    if (status !== 0) console.log(stderr.trim());
  }
}
