import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports below the range of outgoing connections, which may take a port that was free a moment ago. */
const range = { first: 15_000, count: 17_000 };

/** Returns a port on which no process listens at present. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = range.first + Math.floor(Math.random() * range.count);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
