import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/**
 * Removes files in a folder that killed servers left.
 * @param pattern matches their names; its first group is the number of the process
 * @param socketAt returns the socket on which the server of such a file answers
 */
export async function removeAbandoned(
  folder: string,
  pattern: RegExp,
  socketAt: (path: string) => string = (path) => path,
): Promise<void> {
  for (const name of readdirSync(folder)) {
    const [, pid] = pattern.exec(name) ?? [];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const path = join(folder, name);
    if (!(await isAnswered(socketAt(path)))) removeIfAllowed(path);
  }
}

/** Another user's file in a common folder stays. */
function removeIfAllowed(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {}
}

/**
 * True for another process that runs. In a container a server has the same number each time, so a name with our own was
 * left by an earlier one; and a server in another container may answer although no process here has its number.
 */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
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
