import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Config } from '../config.ts';
import { isAddressMissing, listenError, type Endpoint } from './listen-error.ts';

type Listening = Pick<Config, 'HOST' | 'PORT' | 'ADMIN_LISTEN' | 'METADATA_LISTEN'>;

/**
 * Listens at every endpoint of the configuration for a moment, without sharing it: processes that share a port get no
 * error if another server shares it too, and each would get some of the connections.
 * @throws StartupError for an endpoint that is taken, or not allowed
 */
export async function expectFreeEndpoints(config: Listening): Promise<void> {
  const held: Server[] = [];
  try {
    for (const endpoint of endpointsOf(config)) held.push(...(await hold(endpoint)));
  } finally {
    await Promise.all(held.map((server) => once(server.close(), 'close')));
  }
}

function* endpointsOf({ HOST: host, PORT: port, ADMIN_LISTEN: admin, METADATA_LISTEN: metadata }: Listening) {
  yield { host, port, variable: 'PORT' };
  if (admin) yield { ...admin, variable: 'ADMIN_LISTEN' };
  for (const endpoint of metadata) yield { ...endpoint, variable: 'METADATA_LISTEN', mayBeMissing: true };
}

/** @returns an empty list if the address is missing and will be waited for */
async function hold({ mayBeMissing, ...endpoint }: Endpoint & { mayBeMissing?: boolean }): Promise<Server[]> {
  const { host, port } = endpoint;
  try {
    const server = createServer().listen({ host, port });
    await once(server, 'listening');
    return [server];
  } catch (error) {
    if (mayBeMissing && isAddressMissing(error, host)) return [];
    throw listenError(error as NodeJS.ErrnoException, endpoint);
  }
}
