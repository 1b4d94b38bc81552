import 'reflect-metadata';
import type { RequestListener } from 'node:http';
import express from 'express';
import { startApollo } from './api/apollo.ts';
import { buildApiSchema } from './api/schema.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase, type Orm } from './database/orm.ts';
import { ormParts } from './entities.ts';
import { GuestResolver, type GuestContext } from './guests/guest.resolver.ts';
import { Sightings } from './guests/sightings.ts';
import { SessionTokens } from './guests/session-token.ts';
import { openAdmin } from './http/admin.routes.ts';
import { callerFinder } from './http/caller-address.ts';
import { certificateRoutes } from './http/certificate.routes.ts';
import { answerErrors } from './http/error-answer.ts';
import { graphqlRoutes } from './http/graphql.routes.ts';
import { guestFinder } from './http/guest-finder.ts';
import { metadataRoutes } from './http/metadata.routes.ts';
import { logged } from './http/request-log.ts';
import { welcome } from './http/welcome.ts';
import { ensureSigningKey } from './identity/ensure-signing-key.ts';
import { IdentityResolver } from './identity/identity.resolver.ts';
import { SigningKeyCache } from './identity/signing-key.cache.ts';
import type { Log } from './log.ts';
import { Seal } from './seal.ts';

/** The parts joined: what the listeners serve, and the database behind them. */
export interface App {
  /** Metadata, GraphQL and the admin. */
  everything: RequestListener;
  /** Metadata and nothing else. */
  metadataOnly: RequestListener;
  /** Gets the admin ready before anybody asks for it. */
  prepareAdmin(): Promise<unknown>;
  orm: Orm;
  close(): Promise<void>;
}

/** Opens and migrates the database and joins the parts. @throws StartupError */
export async function createApp({
  config,
  log,
  clock = systemClock,
}: {
  config: Config;
  log: Log;
  clock?: Clock;
}): Promise<App> {
  const orm = await openDatabase(config.DATABASE_URL, ormParts);
  const seal = new Seal(config);
  const signing = new SigningKeyCache(seal, log);
  try {
    await migrate(orm);
    await ensureSigningKey(orm.em.fork(), { seal, region: config.METADATA_REGION, now: clock() });
    await signing.signerNow(orm.em.fork());
  } catch (error) {
    await orm.close(true);
    throw error;
  }
  const guests = new GuestResolver();
  const sightings = new Sightings();
  const findCaller = callerFinder(config.TRUSTED_PROXIES);
  const context = (): GuestContext => ({ em: orm.em.fork(), config, seal, signing, clock });
  const findGuest = guestFinder({ guests, findCaller, config, log, context });
  const metadata = metadataRoutes({
    guests,
    findCaller,
    findGuest,
    tokens: new SessionTokens(config.SECRET_KEY),
    sightings,
    clock,
    log,
    context,
  });
  const apollo = await startApollo(buildApiSchema(), log);
  const admin = openAdmin({ orm, clock, log });

  const site = express();
  site.disable('x-powered-by');
  site.get('/', welcome(findGuest));
  site.use(graphqlRoutes({ apollo, orm, config, seal, signing, sightings, findCaller, clock }));
  site.use(certificateRoutes({ identity: new IdentityResolver(), context }));
  site.all(/^\/admin(\/.*)?$/, admin.router);
  site.use(metadata, answerErrors(log));
  return {
    everything: logged({ log, findCaller }, site),
    metadataOnly: logged({ log, findCaller }, metadata),
    prepareAdmin: admin.prepare,
    orm,
    close: async () => {
      await apollo.stop();
      await admin.close();
      await orm.close(true);
    },
  };
}
