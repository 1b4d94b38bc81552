import type { Server } from 'node:http';
import closeWithGrace from 'close-with-grace';
import { createApp, type App } from '../app.ts';
import { readConfig, withoutPassword, written, type Config } from '../config.ts';
import { closeServer, listen } from '../http/listener.ts';
import { createLog, type Log } from '../log.ts';

/** How long requests may take to end after SIGTERM, in milliseconds. */
const graceTime = 10_000;

/** Serves until SIGTERM or SIGINT, then finishes what was asked. @throws StartupError */
export async function serve(): Promise<void> {
  const config = readConfig();
  const log = createLog(config);
  const app = await createApp({ config, log });
  const servers = await listenEverywhere(app, config).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  await announce(app, config, log);
  closeWithGrace({ delay: graceTime, logger: false }, async ({ err: error, signal }) => {
    if (error) log.fatal({ err: error }, 'stopping after an error that nobody expected');
    else log.info(`Stopping on ${signal}.`);
    await Promise.all(servers.map(closeServer));
    await app.close();
  });
}

async function listenEverywhere(app: App, config: Config): Promise<Server[]> {
  const { HOST: host, PORT: port, METADATA_LISTEN: places } = config;
  const servers = [await listen(app.everything, { host, port, variable: 'PORT' })];
  try {
    for (const place of places)
      servers.push(await listen(app.metadataOnly, { ...place, variable: 'METADATA_LISTEN' }));
    return servers;
  } catch (error) {
    await Promise.all(servers.map(closeServer));
    throw error;
  }
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
  if ((await reader.rows('select 1 from "user" limit 1')).length === 0)
    log.info('Next step: nobody can sign in yet. Make the first super user: npx cloudmeta createsuperuser');
}
