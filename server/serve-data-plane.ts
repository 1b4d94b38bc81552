import type { Server } from 'node:http';
import { createApp, type App, type AppParts } from './app.ts';
import type { Config } from './config.ts';
import { trustOf } from './http/caller-address.ts';
import { isUpgradeForControlPlane } from './http/hand-over-upgrade.ts';
import { LateListeners } from './http/late-listeners.ts';
import { closeServer, listen } from './http/listener.ts';
import type { Log } from './log.ts';

/** A data plane that listens. */
export interface ServingDataPlane {
  app: App;
  /** The port that is listened on; the system chooses it if PORT is 0. */
  port: number;
  /** Addresses at which it cannot listen yet. */
  missingAddresses: string[];
  /** Resolves once all requests are answered. */
  close(): Promise<void>;
}

interface ServingParts extends Omit<AppParts, 'missingAddresses'> {
  /** True on the first start of this server; later every endpoint but PORT is retried, whatever is wrong with it. */
  isFirstStart?: boolean;
}

/** Answers machines at every endpoint of the configuration, and hands other requests over. @throws StartupError */
export async function serveDataPlane({
  isFirstStart = true,
  ...parts
}: ServingParts): Promise<ServingDataPlane> {
  const { config, log } = parts;
  const servers: Server[] = [];
  const onServer = (server: Server) => servers.push(server);
  const late = new LateListeners({ log, onServer, waitsForAll: !isFirstStart });
  const app = await createApp({ ...parts, missingAddresses: () => late.missing });
  const close = async () => {
    late.close();
    await Promise.all(servers.map(closeServer));
    await app.close();
  };
  try {
    await listenEverywhere({ app, config, log }, servers, late);
  } catch (error) {
    await close();
    throw error;
  }
  const bound = servers[0]!.address();
  const port = typeof bound === 'object' && bound ? bound.port : config.PORT;
  return { app, port, missingAddresses: late.missing, close };
}

async function listenEverywhere(
  { app, config, log }: { app: App; config: Config; log: Log },
  servers: Server[],
  late: LateListeners,
): Promise<void> {
  const { HOST: host, PORT: port, METADATA_LISTEN: endpoints, ADMIN_LISTEN: adminEndpoint } = config;
  const any = {
    shared: config.WEB_CONCURRENCY > 1,
    isTrusted: trustOf(config.TRUSTED_PROXIES),
    hooks: app.hooks,
  };
  const forAdmin = { ...any, takesUpgrade: isUpgradeForControlPlane };
  const onPort = adminEndpoint ? any : forAdmin;
  servers.push(await listen(app.everything, { host, port, variable: 'PORT', ...onPort }));
  if (adminEndpoint) {
    const endpoint = { ...adminEndpoint, variable: 'ADMIN_LISTEN' };
    const tls = tlsFilesOf(config, log);
    await late.listen(endpoint, () => listen(app.adminOnly, { ...endpoint, ...forAdmin, tls }));
  }
  for (const { host: address, port: number } of endpoints) {
    const endpoint = { host: address, port: number, variable: 'METADATA_LISTEN', mayBeMissing: true };
    await late.listen(endpoint, () => listen(app.metadataOnly, { ...endpoint, ...any }));
  }
}

function tlsFilesOf({ ADMIN_TLS_CERT: certificate, ADMIN_TLS_KEY: key }: Config, log: Log) {
  return certificate !== undefined && key !== undefined ? { certificate, key, log } : undefined;
}
