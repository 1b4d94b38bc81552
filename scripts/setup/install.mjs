/** Finds the missing npm packages, and installs them. */
import { readFileSync } from 'node:fs';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run, say } from './run.mjs';

const COMMAND = join(root, 'scripts', 'cloudmeta.mjs');

/** The names of the packages whose installed version is not the one in package.json. */
export function missingPackages({ development }) {
  const manifest = readManifest(root);
  const wanted = {
    ...manifest.dependencies,
    ...runtimePackage(manifest),
    ...(development ? manifest.devDependencies : {}),
  };
  return Object.keys(wanted).filter((name) => installedVersion(name) !== wanted[name]);
}

/** Installs the packages by the lock, without rewriting it. */
export async function install(missing, { development }) {
  say(`Installing ${describe(missing)} (npm install)`);
  const kind = development ? ['--include=dev'] : ['--omit=dev'];
  await run('npm', ['install', '--no-save', '--prefer-offline', ...kind], {
    failed: 'npm install failed: see its message above; it needs the npm registry or a full npm cache',
  });
  const still = missingPackages({ development });
  if (still.length > 0)
    throw new Error(`npm install left out ${describe(still)}: delete node_modules and try again`);
}

/** Links the command into node_modules/.bin, where `npx cloudmeta` finds it without a request to the registry. */
export async function linkCommand() {
  const folder = join(root, 'node_modules', '.bin');
  await mkdir(folder, { recursive: true });
  await chmod(COMMAND, 0o755).catch(ignore('EPERM', 'EROFS'));
  await symlink(join('..', '..', 'scripts', 'cloudmeta.mjs'), join(folder, 'cloudmeta')).catch(
    ignore('EEXIST', 'EACCES', 'EROFS'),
  );
}

function ignore(...codes) {
  return (error) => {
    if (!codes.includes(error.code)) throw error;
  };
}

/** The package that contains Node for this machine, if there is one. */
function runtimePackage({ optionalDependencies = {} }) {
  const name = `node-${process.platform}-${process.arch}`;
  return name in optionalDependencies ? { [name]: optionalDependencies[name] } : {};
}

function installedVersion(name) {
  try {
    return readManifest(join(root, 'node_modules', name)).version;
  } catch {
    return undefined;
  }
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

function describe(names) {
  return names.length > 3 ? `${names.length} packages` : names.join(', ');
}
