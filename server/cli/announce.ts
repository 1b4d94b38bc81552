import { withoutPassword, formatListenAddress, type Config } from '../config.ts';
import type { Log } from '../log.ts';
import { normaliseIp } from '../addresses/ip-address.ts';

/** Logs the database, the endpoints that serve machines, and warnings for the operator. */
export function announce(
  config: Config,
  { log, missingAddresses }: { log: Log; missingAddresses: readonly string[] },
): void {
  if (config.sources.SECRET_KEY === 'made at start')
    log.warn(
      'SECRET_KEY is not set: one was made for this run. Set one (openssl rand -hex 32) so that it stays the same; until then identity documents are not signed, and role credentials cannot be kept.',
    );
  const openAt = openAdminOf(config);
  if (openAt)
    log.warn(
      `Machines that reach ${openAt} reach GraphQL and the admin too. Give these a listener at an address that no machine reaches (ADMIN_LISTEN), or name the networks that may reach them (ADMIN_ALLOWED_NETWORKS).`,
    );
  log.info(`Database: ${withoutPassword(config.DATABASE_URL)}`);
  for (const endpoint of config.METADATA_LISTEN.map(formatListenAddress))
    if (!missingAddresses.includes(endpoint)) log.info(`Metadata: http://${endpoint}`);
  log.info(`Answering machines on port ${config.PORT}. GraphQL and the admin are starting.`);
}

/** Logs that everything is served, with the URLs for people and scripts. */
export function announceReady(config: Config, log: Log): void {
  const { PORT: port, ADMIN_LISTEN: endpoint, ADMIN_URL: url, ADMIN_TLS_CERT: certificate } = config;
  const origin = endpoint
    ? `${certificate ? 'https' : 'http'}://${formatListenAddress(endpoint)}`
    : `http://localhost:${port}`;
  const graphql = endpoint ? `GraphQL at ${origin}/graphql` : 'GraphQL at /graphql';
  log.info(
    `Listening on port ${port}: metadata at /latest/meta-data/, ${graphql}, admin at ${url ?? origin}/admin`,
  );
}

/** The endpoint at which machines can reach the admin: PORT, unless only this machine reaches it, or ADMIN_LISTEN. */
function openAdminOf(config: Config): string | undefined {
  const { HOST: host = '::', PORT: port, ADMIN_LISTEN: admin, ADMIN_ALLOWED_NETWORKS: networks } = config;
  if (networks.length > 0) return undefined;
  if (admin === undefined) return isLocal(host) ? undefined : `port ${port}`;
  const ofMachines = [host, ...config.METADATA_LISTEN.map((endpoint) => endpoint.host)];
  const isOpen = isWildcard(admin.host) || (!isLocal(admin.host) && ofMachines.includes(admin.host));
  return isOpen ? formatListenAddress(admin) : undefined;
}

const isLocal = (host: string) => /^(?:localhost|127\.[\d.]+|::1)$/.test(host);

/** True for a host that stands for every address of the machine, including those on the networks of guests. */
const isWildcard = (host: string) => /^(?:0\.0\.0\.0|::|::ffff:0\.0\.0\.0)$/.test(normaliseIp(host) ?? host);
