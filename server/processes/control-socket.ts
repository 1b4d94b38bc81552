import { randomBytes } from 'node:crypto';
import { accessSync, constants, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartupError } from '../errors.ts';
import { removeAbandoned } from './abandoned.ts';

/** The longest path of a socket that every system accepts, in bytes (sun_path has 104 or 108). */
const maxPathBytes = 103;

const socketName = /^control-(\d+)-[0-9a-f]+\.sock$/;

/**
 * The path of the control plane's socket: in the folder, or in a temporary one if that is impossible. Sockets of killed
 * servers are removed, and this one is when the process exits.
 * @throws StartupError when no path is short enough
 */
export async function controlSocket(folder: string, temporary: () => Promise<string>): Promise<string> {
  const path = resolve(folder, `control-${process.pid}-${randomBytes(4).toString('hex')}.sock`);
  if (isShort(path) && isWritable(folder)) {
    await removeAbandoned(folder, socketName);
    process.once('exit', () => rmSync(path, { force: true }));
    return path;
  }
  const other = join(await temporary(), 'control.sock');
  if (!isShort(other))
    throw new StartupError(
      `The paths ${path} and ${other} are too long for a socket, which has at most ${maxPathBytes} bytes. Set DATA_DIR or TMPDIR to a shorter one.`,
    );
  return other;
}

const isShort = (path: string) => Buffer.byteLength(path) <= maxPathBytes;

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
