import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/**
 * Removes what servers left in a folder that were killed.
 * @param pattern of the names that are meant; its first group is the number of the process
 * @param socketAt the socket at which a server answers whose name it is
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
    if (!(await isAnswered(socketAt(path)))) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * True for another process that runs. A container gives its server the same number each time, so a name with our own was
 * left by an earlier one; and a server in another container may answer although its number is nobody's here.
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
