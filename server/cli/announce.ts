import { withoutPassword, written, type Config } from '../config.ts';
import type { Log } from '../log.ts';

/** Says what machines are answered from and where, and what an operator should know of it. */
export function announce(config: Config, log: Log): void {
  if (config.sources.SECRET_KEY === 'made at start')
    log.warn(
      'SECRET_KEY is not set: one was made for this run. Set one (openssl rand -hex 32) so that it stays the same; until then identity documents are not signed, and role credentials cannot be kept.',
    );
  if (isAdminOpen(config))
    log.warn(
      `Machines that reach port ${config.PORT} reach GraphQL and the admin too. Give these a listener of their own (ADMIN_LISTEN), or name the networks that may reach them (ADMIN_ALLOWED_NETWORKS).`,
    );
  log.info(`Database: ${withoutPassword(config.DATABASE_URL)}`);
  for (const place of config.METADATA_LISTEN) log.info(`Metadata: http://${written(place)}`);
  log.info(`Answering machines on port ${config.PORT}. GraphQL and the admin are starting.`);
}

/** Says that everything answers, and where people and scripts go. */
export function announceReady(config: Config, log: Log): void {
  const { PORT: port, ADMIN_LISTEN: place, ADMIN_URL: url, ADMIN_TLS_CERT: certificate } = config;
  const origin = place ? `${certificate ? 'https' : 'http'}://${written(place)}` : `http://localhost:${port}`;
  const graphql = place ? `GraphQL at ${origin}/graphql` : 'GraphQL at /graphql';
  log.info(
    `Listening on port ${port}: metadata at /latest/meta-data/, ${graphql}, admin at ${url ?? origin}/admin`,
  );
}

/** Whether machines can reach the admin: only a server that no other machine reaches is safe without a rule. */
function isAdminOpen({ HOST: host = '', ADMIN_LISTEN, ADMIN_ALLOWED_NETWORKS: networks }: Config): boolean {
  const isLocal = /^(?:localhost|127\.[\d.]+|::1)$/.test(host);
  return ADMIN_LISTEN === undefined && networks.length === 0 && !isLocal;
}
