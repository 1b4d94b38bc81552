/** A folder in memory for the files of a test run: databases are made and dropped there several times as fast. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const parent = '/dev/shm';
const prefix = 'cloudmeta-tests-';

/** The space that must be free, in bytes: a run has used a tenth of it. */
const minFreeBytes = 1024 ** 3;

/** Makes the folder of this process, and removes those of ended ones. @returns undefined if the system has no such place */
export function makeMemoryFolder(): string | undefined {
  if (!hasRoom()) return undefined;
  for (const name of readdirSync(parent)) if (isLeftOver(name)) remove(join(parent, name));
  const folder = join(parent, `${prefix}${process.pid}`);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o1777); // PostgreSQL runs as another user
  if (mayExecuteIn(folder)) return folder;
  remove(folder);
  return undefined;
}

const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(parent);
    return bavail * bsize > minFreeBytes;
  } catch {
    return false; // not every system has it
  }
}

/** True for the folder of a run that was ended before it could remove it. */
function isLeftOver(name: string): boolean {
  if (!name.startsWith(prefix)) return false;
  try {
    process.kill(Number(name.slice(prefix.length)), 0);
    return false;
  } catch {
    return true;
  }
}

/** PostgreSQL's programs are copied into the folder; containers often forbid to run any there. */
function mayExecuteIn(folder: string): boolean {
  const script = join(folder, 'script');
  writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(script);
  rmSync(script);
  return status === 0;
}
