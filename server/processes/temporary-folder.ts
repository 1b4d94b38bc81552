import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartupError } from '../errors.ts';
import { removeAbandoned } from './abandoned.ts';

const folderName = /^cloudmeta-run-(\d+)-\w{6}$/;

/** The socket that shows other servers that the server of a folder is running. */
const aliveName = 'alive.sock';

/**
 * Makes a folder that exists as long as this process runs; those that earlier processes left are removed.
 * @throws StartupError when it cannot be made
 */
export async function temporaryFolder(): Promise<string> {
  const parent = tmpdir();
  try {
    await removeAbandoned(parent, folderName, (path) => join(path, aliveName));
    const folder = mkdtempSync(join(parent, `cloudmeta-run-${process.pid}-`));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    await showAlive(join(folder, aliveName));
    return folder;
  } catch (error) {
    throw new StartupError(
      `No folder for temporary files can be made in ${parent} (${(error as Error).message}). Set TMPDIR to one that can be written.`,
    );
  }
}

/** If the path is too long for a socket, only the number of the process shows it. */
async function showAlive(path: string): Promise<void> {
  const server = createServer((socket) => socket.destroy())
    .listen(path)
    .unref();
  await once(server, 'listening').catch(() => {});
}
