import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { Config } from '../config.ts';
import { isAddressMissing, listenError, type Place } from './listen-error.ts';

type Places = Pick<Config, 'HOST' | 'PORT' | 'ADMIN_LISTEN' | 'METADATA_LISTEN'>;

/**
 * Listens at every place of the configuration for a moment, without sharing it: processes that share a port get no
 * error if another server shares it too, and each would get some of the connections.
 * @throws StartupError for a place that is taken, or not allowed
 */
export async function expectFreePlaces(config: Places): Promise<void> {
  const held: Server[] = [];
  try {
    for (const place of placesOf(config)) held.push(...(await hold(place)));
  } finally {
    await Promise.all(held.map((server) => once(server.close(), 'close')));
  }
}

function* placesOf({ HOST: host, PORT: port, ADMIN_LISTEN: admin, METADATA_LISTEN: metadata }: Places) {
  yield { host, port, variable: 'PORT' };
  if (admin) yield { ...admin, variable: 'ADMIN_LISTEN' };
  for (const place of metadata) yield { ...place, variable: 'METADATA_LISTEN', mayBeMissing: true };
}

/** @returns an empty list if the address is missing and will be waited for */
async function hold({ mayBeMissing, ...place }: Place & { mayBeMissing?: boolean }): Promise<Server[]> {
  const { host, port } = place;
  try {
    const server = createServer().listen({ host, port });
    await once(server, 'listening');
    return [server];
  } catch (error) {
    if (mayBeMissing && isAddressMissing(error, host)) return [];
    throw listenError(error as NodeJS.ErrnoException, place);
  }
}
