import 'reflect-metadata';
import express, { type Router } from 'express';
import { startApollo } from './api/apollo.ts';
import { buildApiSchema } from './api/schema.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { ChangeListener } from './database/change.ts';
import { isOutdated } from './database/is-outdated.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase, type Orm } from './database/orm.ts';
import type { Reader } from './database/reader.ts';
import { ormParts, ormPartsFor } from './entities.ts';
import { GuestResolver } from './guests/guest.resolver.ts';
import type { Guests } from './guests/guests.ts';
import type { Sightings } from './guests/sightings.ts';
import { openAdmin } from './http/admin.routes.ts';
import type { FindCaller } from './http/caller-address.ts';
import { certificateRoutes } from './http/certificate.routes.ts';
import { graphqlRoutes } from './http/graphql.routes.ts';
import type { KeepPassword } from './http/metadata.routes.ts';
import { ensureSigningKey } from './identity/ensure-signing-key.ts';
import { IdentityResolver } from './identity/identity.resolver.ts';
import type { Log } from './log.ts';
import type { Seal } from './seal.ts';

/** How long a statement of the API may take, in milliseconds; a migration takes what it needs. */
const statementTimeout = 10_000;

/** What people and scripts use: GraphQL, the admin, the certificates, and the object-relational mapper behind them. */
export interface ControlPlane {
  router: Router;
  orm: Orm;
  keepPassword: KeepPassword;
  close(): Promise<void>;
}

export interface ControlPlaneParts {
  config: Config;
  log: Log;
  clock: Clock;
  seal: Seal;
  guests: Guests;
  sightings: Sightings;
  findCaller: FindCaller;
  reader: Reader;
  /** Hears of what is committed here, before the client does. */
  listener: ChangeListener;
}

/**
 * Opens what people and scripts use. It takes a second and a hundred megabytes, so a server that only tells machines
 * what they are goes without.
 * @throws StartupError, Unavailable
 */
export async function openControlPlane(parts: ControlPlaneParts): Promise<ControlPlane> {
  const { config, clock, seal, log, reader } = parts;
  if (await isOutdated(reader)) await bringUpToDate(config);
  const orm = await openDatabase(config.DATABASE_URL, { ...ormPartsFor(parts.listener), statementTimeout });
  await ensureSigningKey(orm.em.fork(), { seal, region: config.METADATA_REGION, now: clock() });
  const apollo = await startApollo(buildApiSchema(), log);
  const admin = openAdmin({ orm, clock, log });
  const router = express.Router();
  const em = () => orm.em.fork();
  router.use(graphqlRoutes({ ...parts, apollo, orm }));
  router.use(certificateRoutes({ identity: new IdentityResolver(), em }));
  router.all(/^\/admin(\/.*)?$/, admin.router);
  const passwords = new GuestResolver();
  return {
    router,
    orm,
    keepPassword: ({ view }, sent, requestId) =>
      passwords.keepPassword(view.instanceId, sent, { em: em(), requestId }),
    close: async () => {
      await apollo.stop();
      await admin.close();
      await orm.close(true);
    },
  };
}

async function bringUpToDate({ DATABASE_URL: url }: Config): Promise<void> {
  const orm = await openDatabase(url, ormParts);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}
