import 'reflect-metadata';
import { hostname } from 'node:os';
import type { RequestListener } from 'node:http';
import type { EntityManager } from '@mikro-orm/core';
import { pruneArchive } from './archive/purge.ts';
import { pruneAuditContents } from './audit/prune-audit-contents.ts';
import express from 'express';
import { SignInGuard } from './access/sign-in-guard.ts';
import { openAdmin, type Admin } from './api/admin.routes.ts';
import { startApollo } from './api/apollo.ts';
import { certificateRoutes } from './api/certificate.routes.ts';
import { answerErrors, refuseUnknownPath } from './api/error-answer.ts';
import { graphqlRoutes, type GraphqlParts } from './api/graphql.routes.ts';
import { guestPasswordRoutes } from './api/guest-password.routes.ts';
import { readHandedOver } from './api/handed-over.ts';
import { onlyShortHeaders } from './api/header-limits.ts';
import { buildApiSchema } from './api/schema.ts';
import type { CommitListener } from './audit/commit.subscriber.ts';
import type { ChangedSubject } from './changes/change.ts';
import { pruneChangeLog } from './database/prune-change-log.ts';
import { systemClock, type Clock } from './clock.ts';
import { closeInOrder } from './close-in-order.ts';
import type { Config } from './config.ts';
import { isOutdated } from './database/is-outdated.ts';
import { migrate } from './database/migrate.ts';
import { openDatabase, type Orm } from './database/orm.ts';
import { openSource, type Source } from './database/source.ts';
import { ormParts, ormPartsFor } from './entities.ts';
import { GuestPreviews } from './guests/guest-previews.ts';
import { InstanceMetadataResolver } from './instances/instance-metadata.resolver.ts';
import { metricsOfControlPlane } from './http/metrics.ts';
import { nosniff } from './http/nosniff.ts';
import { passwordPath } from './imds/password-post.ts';
import { ensureSigningKey } from './identity/ensure-signing-key.ts';
import { IdentityResolver } from './identity/identity.resolver.ts';
import { SigningKeyCache } from './identity/signing-key.cache.ts';
import { JobWorker } from './jobs/job-worker.ts';
import { JobSubscriber } from './jobs/job.subscriber.ts';
import { pruneJobs } from './jobs/prune-jobs.ts';
import type { Log } from './log.ts';
import { LastRequests } from './observed/last-requests.ts';
import { observedFileOf } from './observed/observed-file.ts';
import { openObserved } from './observed/open-observed.ts';
import type { PeerProcesses } from './processes/peer-processes.ts';
import { pruneContents } from './contents/prune-contents.ts';
import { Encryption } from './encryption.ts';
import { Upkeep } from './upkeep.ts';

/** The longest statement of the API, in milliseconds; migrations have no limit. */
const statementTimeoutMs = 10_000;

/** Everything for people and scripts: GraphQL, the admin, the certificates and the object-relational mapper. */
export interface ControlPlane {
  /** Answers requests that were handed over. */
  listener: RequestListener;
  orm: Orm;
  close(): Promise<void>;
}

export interface ControlPlaneParts {
  config: Config;
  log: Log;
  clock?: Clock;
  /** The processes that answer machines: they are notified of a commit before the client gets its answer. */
  peers: PeerProcesses;
  /** Called once the database is up to date. */
  onPrepared?: () => void;
  /** Overrides the timeout of one operation of the API. */
  operationTimeoutMs?: number | undefined;
}

/** Brings the database up to date and opens everything for people and scripts. @throws StartupError, Unavailable */
export async function openControlPlane(parts: ControlPlaneParts): Promise<ControlPlane> {
  const { config, log, clock = systemClock, peers, onPrepared, operationTimeoutMs } = parts;
  const encryption = new Encryption(config);
  const source = await openSource({ ...config, DATABASE_REPLICA_URLS: [] }, log);
  const { orm, lastRequests } = await openPrepared(parts, {
    source,
    encryption,
    clock,
    onJob: () => jobs.wake(),
  });
  onPrepared?.();
  peers.onLastRequests((entries) => lastRequests.learn(entries));
  const em = () => orm.em.fork();
  const signing = new SigningKeyCache({ reader: source.reader, encryption, log });
  const guests = new GuestPreviews({ config, reader: source.reader, encryption, signing, clock, log });
  const apollo = await startApollo(buildApiSchema(), { log, operationTimeoutMs });
  const origin = config.ADMIN_URL;
  const admin = openAdmin({ orm, clock, log, origin });
  const jobs = new JobWorker({ em, config, clock, log, runner: `${hostname()}:${config.PORT}` });
  const signIns = new SignInGuard({ em, clock, log });
  const upkeep = new Upkeep({ act: () => keepUp(em(), lastRequests, clock), log });
  peers.answerWith({ metrics: () => metricsOfControlPlane(signIns.counts), change: () => {} });
  const graphql = { apollo, orm, config, encryption, guests, lastRequests, signIns, clock, origin };
  const site = siteOf({ ...graphql, readHandedOver }, admin, log);
  jobs.start();
  return {
    listener: site,
    orm,
    close: () =>
      closeInOrder(
        {
          'the upkeep': () => upkeep.close(),
          'a chunk of a job': () => jobs.close(),
          GraphQL: () => apollo.stop(),
          'the admin': () => admin.close(),
          'the history of sign-ins': () => signIns.close(),
          'the last requests of machines': () => lastRequests.close(),
          'the connections of the API': () => orm.close(true),
          'the connections of readers': () => source.reader.close(),
        },
        log,
      ),
  };
}

/** The routes of GraphQL, the certificates, the passwords that machines leave, and the admin. */
function siteOf(parts: GraphqlParts, admin: Admin, log: Log): RequestListener {
  const em = () => parts.orm.em.fork();
  const site = express();
  site.disable('x-powered-by');
  site.use(nosniff, onlyShortHeaders);
  site.use(graphqlRoutes(parts));
  site.use(certificateRoutes({ identity: new IdentityResolver(), em }));
  site.use(guestPasswordRoutes({ path: passwordPath, resolver: new InstanceMetadataResolver(), em }));
  site.all(/^\/admin(\/.*)?$/, admin.router);
  site.use(refuseUnknownPath, answerErrors(log));
  return site;
}

interface Preparing {
  source: Source;
  encryption: Encryption;
  clock: Clock;
  /** Called when a job was created in this process. */
  onJob: () => void;
}

/** Removes records that are no longer needed. */
async function keepUp(em: EntityManager, lastRequests: LastRequests, clock: Clock): Promise<void> {
  await pruneChangeLog(em);
  await pruneArchive(em, clock());
  await pruneAuditContents(em);
  await pruneContents(em, clock());
  await pruneJobs(em, clock());
  await lastRequests.prune(em);
}

/** The ids of the instances that a transaction deleted, according to its audit entries. */
const deletedMachines = (subjects: readonly ChangedSubject[]) =>
  subjects.flatMap(({ action, subjectType, subjectId }) =>
    action === 'DELETED' && subjectType === 'Instance' ? subjectId : [],
  );

/** Opens the ORM on an up-to-date database that has its signing key, and the last requests of machines. */
async function openPrepared(
  { config, log, peers }: ControlPlaneParts,
  { source, encryption, clock, onJob }: Preparing,
): Promise<{ orm: Orm; lastRequests: LastRequests }> {
  const { DATABASE_URL: url } = config;
  if (await isOutdated(source.reader)) await bringUpToDate(config);
  const lastRequests = new LastRequests({
    store: openObserved(config, { em: () => orm.em.fork(), log }),
    clock,
    log,
  });
  const onCommit: CommitListener = async (change, subjects) => {
    lastRequests.remove(deletedMachines(subjects));
    await peers.broadcast(change);
  };
  const reading = {
    statementTimeoutMs,
    readsApart: true,
    observedFile: observedFileOf(url),
  };
  const { subscribers, ...others } = ormPartsFor(onCommit);
  const parts = { ...others, ...reading, subscribers: [...subscribers, new JobSubscriber(onJob)] };
  const orm: Orm = await openDatabase(url, parts).catch(async (error: unknown) => {
    await lastRequests.close();
    throw error;
  });
  await ensureSigningKey(orm.em.fork(), { encryption, region: config.METADATA_REGION, now: clock() });
  return { orm, lastRequests };
}

async function bringUpToDate({ DATABASE_URL: url }: Config): Promise<void> {
  const orm = await openDatabase(url, ormParts);
  try {
    await migrate(orm);
  } finally {
    await orm.close(true);
  }
}
