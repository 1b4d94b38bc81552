/** The cloud-inits that boot: those of two Debians, and the newest one where its source is at hand. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILD_ROOT = join(import.meta.dirname, '..', 'build-root.sh');
const SUITES = ['bookworm', 'trixie'];

/**
 * Makes what is not there yet in the folder `cache`; `source` is a checkout of cloud-init. Gives of each version its name,
 * the root that it runs in, and the folder of its Python package, where that is not the root's own. Throws if that fails.
 */
export function prepareVersions({ cache, source }) {
  const debians = SUITES.map((suite) => prepareDebian(suite, join(cache, suite)));
  if (!source) return debians;
  const { root } = debians.at(-1); // it has every Python package that the newest one needs
  return [...debians, { root, ...copyPackage(source, join(cache, 'newest')) }];
}

function prepareDebian(suite, folder) {
  const { status } = spawnSync(BUILD_ROOT, [suite, folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`no small Debian ${suite}: see above`);
  const root = join(folder, 'root');
  return { root, name: versionIn(root) };
}

/** The version of the cloud-init of a root. */
export function versionIn(root) {
  const { stdout } = spawnSync('chroot', [root, 'cloud-init', '--version'], { encoding: 'utf8' });
  return /\d+(\.\d+)+/.exec(stdout)[0];
}

/** The package alone, with the file by which it knows its version once it is built. */
export function copyPackage(source, folder) {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(source, 'cloudinit'), join(folder, 'cloudinit'), { recursive: true });
  const text = readFileSync(join(source, 'meson.build'), 'utf8');
  const name = /^ *version: '([^']+)'/m.exec(text)[1];
  const template = readFileSync(join(source, 'meson_versions.py.in'), 'utf8');
  const built = template.replace('@UPSTREAM_VERSION@', name);
  writeFileSync(join(folder, 'cloudinit', 'meson_versions.py'), built);
  return { name, source: folder };
}
