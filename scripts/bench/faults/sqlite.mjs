/** Fault: another process keeps SQLite locked, or its disk is full, while machines boot. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { seconds } from '../numbers.mjs';
import { tree } from '../register.mjs';
import { bootsFor, exactly, none, outcomeOf, secondsUntil, startWithMachines, unharmed } from './load.mjs';

/** Longer than a change waits for the lock. */
const LOCKED_SECONDS = 15;

/** The size of the disk, and the number of changes that may fit into the space that SQLite has already allocated. */
const DISK_MIB = 64;
const MAX_CHANGES = 2000;

const changed = (userDataText) => ({ id: tree.instanceId(0), userDataText });

export async function sqliteLocked({ folder, storm }) {
  const file = join(folder, 'locked.db');
  const server = await startWithMachines(`sqlite:${file}`, { folder, storm });
  try {
    const booting = bootsFor(LOCKED_SECONDS + 5, { server, storm });
    const other = new Database(file);
    other.exec('begin exclusive');
    const refusing = outcomeOf(server, changed('refused'));
    await pause(LOCKED_SECONDS * 1000);
    other.exec('rollback');
    other.close();
    const untilWrites = await secondsUntil(() => server.update(changed('made')));
    return [
      ...unharmed(`SQLite locked by another process for ${LOCKED_SECONDS} s`, await booting),
      exactly('SQLite locked: a change is refused with', await refusing, 'SERVICE_UNAVAILABLE'),
      { what: 'SQLite locked: writes resume after', value: untilWrites, must: 5, aim: 1, show: seconds },
    ];
  } finally {
    await server.stop();
  }
}

export async function diskFull({ folder, storm }) {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', disk]);
  if (mounted.status !== 0) return [{ what: 'disk full', skipped: 'only root can mount a small disk' }];
  try {
    return await withDisk({ folder, storm, disk });
  } finally {
    spawnSync('umount', [disk]);
  }
}

async function withDisk({ folder, storm, disk }) {
  const server = await startWithMachines(`sqlite:${disk}/full.db`, { folder, storm });
  try {
    const booting = bootsFor(10, { server, storm });
    fill(join(disk, 'filler'));
    const outcomes = [];
    while (outcomes.at(-1) !== 'SERVICE_UNAVAILABLE' && outcomes.length < MAX_CHANGES)
      outcomes.push(await outcomeOf(server, changed(`${outcomes.length}`.padEnd(12_000))));
    rmSync(join(disk, 'filler'));
    const untilWrites = await secondsUntil(() => server.update(changed('made')));
    return [
      ...unharmed('disk full', await booting),
      none(
        'disk full: changes that were neither made nor refused with SERVICE_UNAVAILABLE',
        outcomes.filter((outcome) => !['made', 'SERVICE_UNAVAILABLE'].includes(outcome)).length,
      ),
      exactly('disk full: a change is refused in the end with', outcomes.at(-1), 'SERVICE_UNAVAILABLE'),
      {
        what: 'disk full: writes resume after there is room',
        value: untilWrites,
        must: 5,
        aim: 1,
        show: seconds,
      },
    ];
  } finally {
    await server.stop();
  }
}

function fill(file) {
  try {
    writeFileSync(file, Buffer.alloc(DISK_MIB * 1024 * 1024));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
}
