/** The small Debian of the acceptance checks, with the clients' packages in it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Makes it in the folder `cache`, or adds the missing packages; returns its root. Throws with the log of a failure. */
export function prepareDebian({ checks, cache, packages }) {
  const { status, stderr } = spawnSync(join(checks, 'build-root.sh'), [cache, ...new Set(packages)], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`its packages could not be installed: ${stderr.trim()}`);
  return join(cache, 'root');
}

/** The installed version of a package in the root, or undefined where it is missing. */
export function versionIn(root, name) {
  const query = [
    '--admindir',
    join(root, 'var/lib/dpkg'),
    '-W',
    '-f',
    '${db:Status-Status} ${Version}',
    name,
  ];
  const { stdout } = spawnSync('dpkg-query', query, { encoding: 'utf8' });
  const [status, version] = (stdout ?? '').split(' ');
  return status === 'installed' ? version : undefined;
}
