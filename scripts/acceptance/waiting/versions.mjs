/** The versions of cloud-init to boot: those of two Debian releases, and the newest one where its source is given. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILD_ROOT = join(import.meta.dirname, '..', 'build-root.sh');
const SUITES = ['bookworm', 'trixie'];

/**
 * Makes the missing roots in the folder `cache`; `source` is a checkout of cloud-init. Returns for each version its name,
 * the root that it runs in, and the folder of its Python package where that is not the root's own. Throws on failure.
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

/** The version of the cloud-init in a root. */
export function versionIn(root) {
  const { stdout } = spawnSync('chroot', [root, 'cloud-init', '--version'], { encoding: 'utf8' });
  return /\d+(\.\d+)+/.exec(stdout)[0];
}

/** Copies the Python package, and writes the version file that a build of it would have. */
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
