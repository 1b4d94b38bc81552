/** A disk of a few megabytes, so that a test may fill it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onlyWhere } from './only-where.ts';

export interface SmallDisk {
  folder: string;
  /** Fills the disk completely. */
  fill(): void;
  /** Makes the disk refuse all writes. */
  makeReadOnly(): void;
  /** Frees the space that `fill` took. */
  clear(): void;
  /** Removes the disk, with everything on it. */
  remove(): void;
}

/** More bytes than a small disk holds. */
const tooMuch = Buffer.alloc(16 * 1024 * 1024);

export function makeSmallDisk(): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'cloudmeta-disk-'));
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    throw new Error(`no disk: ${stderr?.toString()}`);
  }
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => {
      try {
        writeFileSync(filler, tooMuch);
      } catch {} // fails once the disk is full, as intended
    },
    makeReadOnly: () => void spawnSync('mount', ['-o', 'remount,ro', folder]),
    clear: () => rmSync(filler),
    remove: () => {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function canMakeDisks(): boolean {
  try {
    makeSmallDisk().remove();
    return true;
  } catch {
    return false;
  }
}

/** Groups tests that fill a disk. */
export const withSmallDisks = onlyWhere(canMakeDisks(), 'needs root, and to be allowed to mount');
