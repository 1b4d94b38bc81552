import type { Server } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import closeWithGrace from 'close-with-grace';
import { createApp, type App } from '../app.ts';
import { withoutPassword, written, type Config } from '../config.ts';
import { trustOf } from '../http/caller-address.ts';
import { closeServer, listen, listenLocally } from '../http/listener.ts';
import type { Log } from '../log.ts';
import { Colleagues } from '../workers/colleagues.ts';
import { adminSocketOf, workerNumber } from '../workers/messages.ts';

/** How long requests may take to end after SIGTERM, in milliseconds. */
const graceTime = 10_000;

/**
 * How V8 collects what requests leave. It makes the space for young objects sixteen times as large under load, and then
 * stops for as much longer each time, when most of what is young are connections that are still there; and it lets the
 * heap grow fourfold before it looks at all of it. Small and soon costs no more, and a third of the memory.
 */
const collection = ['--semi-space-growth-factor=1', '--heap-growing-percent=50'];

/** Serves in this process, alone or as one of several. @throws StartupError */
export async function serveHere(config: Config, log: Log): Promise<void> {
  for (const flag of collection) setFlagsFromString(flag);
  const number = workerNumber();
  const socket = adminSocketOf();
  const hasAdmin = number === undefined || number === 1;
  const colleagues = number === undefined ? undefined : new Colleagues();
  const app = await createApp({ config, log, colleagues, adminSocket: hasAdmin ? undefined : socket });
  const servers: Server[] = [];
  try {
    await listenEverywhere(app, config, servers);
    if (number === 1) servers.push(await listenLocally(app.controlPlaneOnly, socket!));
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    await app.close();
    throw error;
  }
  closeWithGrace({ delay: graceTime, logger: false }, async ({ err: error, signal }) => {
    if (error) log.fatal({ err: error }, 'stopping after an error that nobody expected');
    else if (number === undefined) log.info(`Stopping on ${signal}.`);
    await Promise.all(servers.map(closeServer));
    await app.close();
  });
  if (hasAdmin) await announce(app, config, log);
  colleagues?.ready();
}

async function listenEverywhere(app: App, config: Config, servers: Server[]): Promise<void> {
  const { HOST: host, PORT: port, METADATA_LISTEN: places, WEB_CONCURRENCY: processes } = config;
  const isTrusted = trustOf(config.TRUSTED_PROXIES);
  const rest = { shared: processes > 1, isTrusted, hooks: app.hooks };
  servers.push(await listen(app.everything, { host, port, variable: 'PORT', ...rest }));
  for (const place of places)
    servers.push(await listen(app.metadataOnly, { ...place, variable: 'METADATA_LISTEN', ...rest }));
}

async function announce({ reader }: App, config: Config, log: Log): Promise<void> {
  if (config.sources.SECRET_KEY === 'made at start')
    log.warn(
      'SECRET_KEY is not set: one was made for this run. Set one (openssl rand -hex 32) so that it stays the same; until then identity documents are not signed, and role credentials cannot be kept.',
    );
  log.info(`Database: ${withoutPassword(config.DATABASE_URL)}`);
  for (const place of config.METADATA_LISTEN) log.info(`Metadata: http://${written(place)}`);
  log.info(
    `Listening on port ${config.PORT}: metadata at /latest/meta-data/, GraphQL at /graphql, admin at http://localhost:${config.PORT}/admin`,
  );
  const users = await reader.rows('select 1 from "user" limit 1').catch(() => undefined);
  if (users?.length === 0)
    log.info('Next step: nobody can sign in yet. Make the first super user: npx cloudmeta createsuperuser');
}
