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
  /** Where PORT is 0: the port that the system chose. */
  port: number;
  /** Ends once everything that was asked is answered. */
  close(): Promise<void>;
}

/** Answers machines at every place of the configuration, and hands the rest over. @throws StartupError */
export async function serveDataPlane(parts: Omit<AppParts, 'missingAddresses'>): Promise<ServingDataPlane> {
  const { config, log } = parts;
  const servers: Server[] = [];
  const late = new LateListeners({ log, onServer: (server) => servers.push(server) });
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
  const place = servers[0]!.address();
  return { app, port: typeof place === 'object' && place ? place.port : config.PORT, close };
}

async function listenEverywhere(
  { app, config, log }: { app: App; config: Config; log: Log },
  servers: Server[],
  late: LateListeners,
): Promise<void> {
  const { HOST: host, PORT: port, METADATA_LISTEN: places, ADMIN_LISTEN: adminPlace } = config;
  const any = {
    shared: config.WEB_CONCURRENCY > 1,
    isTrusted: trustOf(config.TRUSTED_PROXIES),
    hooks: app.hooks,
  };
  const forAdmin = { ...any, takesUpgrade: isUpgradeForControlPlane };
  const onPort = adminPlace ? any : forAdmin;
  servers.push(await listen(app.everything, { host, port, variable: 'PORT', ...onPort }));
  if (adminPlace) {
    const tls = tlsFilesOf(config, log);
    servers.push(await listen(app.adminOnly, { ...adminPlace, variable: 'ADMIN_LISTEN', ...forAdmin, tls }));
  }
  for (const place of places)
    await late.listen(place, () =>
      listen(app.metadataOnly, { ...place, variable: 'METADATA_LISTEN', ...any }),
    );
}

function tlsFilesOf({ ADMIN_TLS_CERT: certificate, ADMIN_TLS_KEY: key }: Config, log: Log) {
  return certificate !== undefined && key !== undefined ? { certificate, key, log } : undefined;
}
