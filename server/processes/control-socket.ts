import { randomBytes } from 'node:crypto';
import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The longest path of a socket that every system takes, in bytes (sun_path has 104 or 108). */
const maxPathBytes = 103;

const socketName = /^control-(\d+)-[0-9a-f]+\.sock$/;

/** The path of the control plane's socket. */
export interface ControlSocket {
  path: string;
  remove(): void;
}

/** Finds a path in the folder, and removes what servers left there that were killed. Another folder serves where it cannot. */
export async function controlSocket(folder: string): Promise<ControlSocket> {
  const path = resolve(folder, `control-${process.pid}-${randomBytes(4).toString('hex')}.sock`);
  if (Buffer.byteLength(path) <= maxPathBytes && isWritable(folder)) {
    await removeAbandoned(folder);
    return { path, remove: () => rmSync(path, { force: true }) };
  }
  const own = mkdtempSync(join(tmpdir(), 'cloudmeta-'));
  return { path: join(own, 'control.sock'), remove: () => rmSync(own, { recursive: true, force: true }) };
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A server in another container has a process number of its own, so a socket is only abandoned if nobody answers there either. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const [, pid] = socketName.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    if (!(await isAnswered(path))) rmSync(path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
