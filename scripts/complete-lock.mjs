/**
 * Completes package-lock.json after a change of dependencies: `npm run lock`. Where the registry in use lacks the
 * binaries of other systems, npm leaves them out of the lock, and `npm ci`, which Heroku uses, then fails everywhere.
 * The missing entry follows from the exact version in the package that depends on it, and from the system in its name.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup/run.mjs';

const LOCK = join(root, 'package-lock.json');
const SYSTEMS =
  /-(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z0-9]+)(?:-(gnu|musl))?/;

const lock = JSON.parse(readFileSync(LOCK, 'utf8'));

/** True if the lock has a package where Node would find it from a folder: in the folder or in one above. */
function isLocked(name, from) {
  for (let folder = from; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    if (lock.packages[join(folder, 'node_modules', name)]) return true;
    if (folder === '') return false;
  }
}

/** The entry of a package for another system; undefined where its name does not contain the system. */
function entryOf(name, version, wantedBy) {
  const [, os, cpu, libc] = SYSTEMS.exec(name) ?? [];
  if (!os || !/^\d+\.\d+\.\d+/.test(version)) return undefined;
  return {
    version,
    cpu: [cpu],
    ...(wantedBy.dev ? { dev: true } : {}),
    ...(libc ? { libc: [libc === 'gnu' ? 'glibc' : 'musl'] } : {}),
    optional: true,
    os: [os],
  };
}

const added = {};
for (const [folder, wantedBy] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(wantedBy.optionalDependencies ?? {})) {
    if (isLocked(name, folder)) continue;
    const entry = entryOf(name, version, wantedBy);
    if (entry) added[`node_modules/${name}`] = entry;
    else console.error(`package-lock.json lacks ${name}@${version}, whose system is not known`);
  }
}

const all = Object.entries({ ...lock.packages, ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(all);
writeFileSync(LOCK, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${Object.keys(added).length} packages of other systems added`);
