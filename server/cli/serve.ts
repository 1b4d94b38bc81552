import { createServer, type RequestListener, type Server } from 'node:http';
import closeWithGrace from 'close-with-grace';
import { User } from '../access/user.entity.ts';
import { createApp, type App } from '../app.ts';
import { readConfig, withoutPassword, written, type Config } from '../config.ts';
import { StartupError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';

/** How many connections may wait to be accepted: a rack that gets its power back asks all at once. */
const backlog = 4096;

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
  void app.prepareAdmin();
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

/** Where a server listens; on every address of the machine where there is no host. */
interface ListenOptions {
  host?: string | undefined;
  port: number;
  /** The variable that says so. */
  variable: string;
}

/** Starts a server on an address. @throws StartupError when the port is taken or not allowed */
export function listen(listener: RequestListener, { host, port, variable }: ListenOptions): Promise<Server> {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, listener);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartupError(whyNot(error, { host, port, variable }))),
    );
    server.listen({ host, port, backlog }, () => resolve(server));
  });
}

function whyNot({ code, message }: NodeJS.ErrnoException, { host, port, variable }: ListenOptions) {
  const place = host === undefined ? `Port ${port}` : `Port ${port} of ${host}`;
  switch (code) {
    case 'EADDRINUSE':
      return `${place} is in use. Stop what uses it, or set ${variable} to another.`;
    case 'EACCES':
      return `${place} may only be opened with more rights. Set ${variable} to one above 1023.`;
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${host}. Add it to an interface, or correct ${variable}.`;
    default:
      return `Cannot listen on ${host ?? 'any address'}, port ${port} (${message}). Correct ${variable}.`;
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

async function announce({ orm }: App, config: Config, log: Log): Promise<void> {
  if (config.sources.SECRET_KEY === 'made at start')
    log.warn(
      'SECRET_KEY is not set: one was made for this run. Set one (openssl rand -hex 32) so that it stays the same; until then identity documents are not signed, and role credentials cannot be kept.',
    );
  log.info(`Database: ${withoutPassword(config.DATABASE_URL)}`);
  for (const place of config.METADATA_LISTEN) log.info(`Metadata: http://${written(place)}`);
  log.info(
    `Listening on port ${config.PORT}: metadata at /latest/meta-data/, GraphQL at /graphql, admin at http://localhost:${config.PORT}/admin`,
  );
  if ((await orm.em.fork().count(User)) === 0)
    log.info('Next step: nobody can sign in yet. Make the first super user: npx cloudmeta createsuperuser');
}
