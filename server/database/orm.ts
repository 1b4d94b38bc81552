import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as PostgreSqlORM } from '@mikro-orm/postgresql';
import { MikroORM as SqliteORM } from '@mikro-orm/sqlite';
import type { AnyEntity, EntityClass, EventSubscriber, MikroORM } from '@mikro-orm/core';
import { withoutPassword } from '../config.ts';
import { StartupError } from '../errors.ts';

export type Orm = MikroORM;

export interface OrmParts {
  entities: EntityClass<AnyEntity>[];
  subscribers: EventSubscriber[];
  /** The folder of the migrations, when it is not the one beside this code. */
  migrations?: string;
}

/** How long an SQLite statement waits for another process, in milliseconds. */
const busyTimeout = 10_000;

const isSqlite = (url: string) => url.startsWith('sqlite:');

/** Where the migrations are: beside this code, built or not. */
const builtMigrations = join(dirname(fileURLToPath(import.meta.url)), '../../migrations');

function optionsFor(
  dialect: 'sqlite' | 'postgresql',
  { entities, subscribers, migrations = builtMigrations }: OrmParts,
) {
  const folder = join(migrations, dialect);
  return {
    entities,
    subscribers,
    metadataProvider: ReflectMetadataProvider,
    extensions: [Migrator],
    migrations: {
      path: folder,
      pathTs: folder,
      snapshotName: '.snapshot',
      snapshotOnMigrate: false,
      silent: true,
    },
    forceUtcTimezone: true,
    logger: () => {},
  };
}

/**
 * Opens the database of a `DATABASE_URL`; the folder of an SQLite file is made.
 * @throws StartupError when it cannot be reached.
 */
export async function openDatabase(url: string, parts: OrmParts): Promise<Orm> {
  const orm = isSqlite(url) ? await openSqlite(url, parts) : await openPostgres(url, parts);
  try {
    await orm.connect();
    if (isSqlite(url)) await tuneSqlite(orm);
    const state = await orm.checkConnection();
    if (!state.ok) throw new Error(state.reason);
    return orm;
  } catch (error) {
    await orm.close(true).catch(() => {});
    throw new StartupError(unreachable(url, error as Error));
  }
}

async function openSqlite(url: string, parts: OrmParts): Promise<Orm> {
  const dbName = url.slice('sqlite:'.length).replace(/^\/\//, '');
  if (dbName !== ':memory:') makeFolder(dirname(dbName));
  return SqliteORM.init({ ...optionsFor('sqlite', parts), dbName, driverOptions: { timeout: busyTimeout } });
}

/** Readers go on while somebody writes, and a commit is on the disk before it is acknowledged. */
async function tuneSqlite(orm: Orm): Promise<void> {
  for (const pragma of ['journal_mode = wal', 'synchronous = full'])
    await (orm as SqliteORM).em.getConnection().execute(`pragma ${pragma}`);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartupError(
      `The folder ${folder} of the database cannot be made: ${(error as Error).message}.`,
    );
  }
}

async function openPostgres(url: string, parts: OrmParts): Promise<Orm> {
  return PostgreSqlORM.init({
    ...optionsFor('postgresql', parts),
    clientUrl: url,
    pool: { min: 0, max: 10 },
    driverOptions: { connectionTimeoutMillis: 5_000 },
  });
}

function unreachable(url: string, error: Error & { code?: string }): string {
  const reason = error.message.split('\n')[0]?.trim() || error.code || 'no answer';
  return `The database ${withoutPassword(url)} cannot be reached (${reason}). Start it, or correct DATABASE_URL.`;
}
