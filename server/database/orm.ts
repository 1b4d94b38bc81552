import { dirname, join } from 'node:path';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Migrator } from '@mikro-orm/migrations';
import type { AnyEntity, EntityClass, EventSubscriber, MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sqlite';
import type pg from 'pg';
import { changeLogTable } from '../changes/change-log.ts';
import { exitCodes, StartupError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { observedSchema } from '../observed/observed-store.ts';
import { migrationsFolder } from '../installation.ts';
import { AttachedFile } from './attached-file.ts';
import { dialectOf, sqliteCacheKib, sqliteFile, type Dialect } from './dialect.ts';
import { onceUnlocked } from './once-unlocked.ts';
import { quietLog } from './quiet-log.ts';
import { yieldBetweenStatements } from './yield-between-statements.ts';
import { unreachable } from './unreachable.ts';

export type Orm = MikroORM;

export interface OrmParts {
  entities: EntityClass<AnyEntity>[];
  subscribers: EventSubscriber[];
  /** The folder of the migrations; the built ones by default. */
  migrations?: string;
  /** The time after which PostgreSQL cancels a statement, in milliseconds; no limit where not given. */
  statementTimeoutMs?: number;
  /** On SQLite, reads outside of transactions use a connection of their own, so they do not wait for writers. */
  readsApart?: boolean;
  /** The file of observed data of machines, attached as a schema to that connection; on SQLite alone. */
  observedFile?: string;
}

/** The time in which PostgreSQL has to accept a connection, in milliseconds. */
const connectionTimeoutMs = 5_000;

/** The time after a statement's timeout until its connection is closed unless PostgreSQL answered, in milliseconds. */
const cancelTimeoutMs = 2_000;

function optionsFor(dialect: Dialect, { entities, subscribers, migrations = migrationsFolder }: OrmParts) {
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
    schemaGenerator: { skipTables: [changeLogTable], ignoreSchema: [observedSchema] },
    forceUtcTimezone: true,
    logger: () => {},
  };
}

/**
 * Opens the database of a `DATABASE_URL`; the folder of an SQLite file is created. Made by the constructor: `init` looks
 * for extensions by name, misses the one in the bundle, and loads a second copy of all it needs from node_modules.
 * @throws StartupError when it cannot be reached.
 */
export async function openDatabase(url: string, parts: OrmParts): Promise<Orm> {
  const isSqlite = dialectOf(url) === 'sqlite';
  const orm = isSqlite ? await openSqlite(url, parts) : await openPostgres(url, parts);
  try {
    if (isSqlite) await onceUnlocked(() => connectToSqlite(orm));
    else await orm.connect();
    const state = await orm.checkConnection();
    if (!state.ok) throw new Error(state.reason, { cause: state.error });
    return orm;
  } catch (error) {
    await orm.close(true).catch(() => {});
    throw unreachable(url, error as Error);
  }
}

/** No statement waits for a lock: the whole process would wait with it. Writers retry instead (`beginWriting`). */
async function openSqlite(url: string, parts: OrmParts): Promise<Orm> {
  const { MikroORM: SqliteORM } = await import('@mikro-orm/sqlite');
  const dbName = sqliteFile(url);
  if (dbName !== ':memory:') makeFolderOf(dbName);
  return new SqliteORM({
    ...optionsFor('sqlite', parts),
    dbName,
    driverOptions: { timeout: 0 },
    onCreateConnection: async (opened: unknown) => {
      await prepare(opened as NewConnection, [smallCache]);
      await yieldBetweenStatements(opened);
    },
    ...(parts.readsApart ? { replicas: [readerOf(dbName, parts.observedFile)] } : {}),
  });
}

/** A read-only connection to the same file. */
const readerOf = (dbName: string, observedFile: string | undefined) => ({
  name: 'reader',
  dbName,
  driverOptions: { timeout: 0 },
  onCreateConnection: async (opened: unknown) => {
    const connection = opened as NewConnection;
    await prepare(connection, ['query_only = on', smallCache]);
    if (observedFile !== undefined) followObserved(connection, observedFile);
    await yieldBetweenStatements(opened);
  },
});

const smallCache = `cache_size = -${sqliteCacheKib}`;

async function prepare(connection: NewConnection, pragmas: readonly string[]): Promise<void> {
  for (const pragma of pragmas) await connection.executeQuery(statementOf(`pragma ${pragma}`));
}

/** Attaches the current file of observed data before each statement of a connection. */
function followObserved(connection: NewConnection, path: string): void {
  const attached = new AttachedFile({ path, schema: observedSchema, cacheKib: sqliteCacheKib });
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (...statement) => {
    await attached.follow((sql) => execute(statementOf(sql)));
    return execute(...statement);
  };
}

/** Readers do not wait for a writer, and a commit is on the disk before it is acknowledged. */
async function connectToSqlite(orm: Orm): Promise<void> {
  await orm.connect();
  const em = orm.em.fork() as SqlEntityManager;
  for (const pragma of ['journal_mode = wal', 'synchronous = full']) await em.execute(`pragma ${pragma}`);
}

function makeFolderOf(file: string): void {
  const folder = dirname(file);
  try {
    makeFolder(folder);
  } catch (error) {
    throw new StartupError(
      `The folder ${folder} of the database cannot be made: ${(error as Error).message}.`,
      { exitCode: exitCodes.unreachable },
    );
  }
}

async function openPostgres(url: string, parts: OrmParts): Promise<Orm> {
  const { MikroORM: PostgreSqlORM } = await import('@mikro-orm/postgresql');
  const { TimeoutClient } = await import('./timeout-client.ts');
  const { BindingDriver } = await import('./orm-driver.ts');
  const { statementTimeoutMs } = parts;
  return new PostgreSqlORM({
    ...optionsFor('postgresql', parts),
    driver: BindingDriver,
    clientUrl: url,
    pool: { min: 0, max: 10 },
    driverOptions: {
      Client: TimeoutClient,
      keepAlive: true,
      connectionTimeoutMillis: connectionTimeoutMs,
      query_timeout: statementTimeoutMs && statementTimeoutMs + cancelTimeoutMs,
      onConnect: settingsOf(statementTimeoutMs),
    },
  });
}

interface NewConnection {
  executeQuery(query: object, options?: object): Promise<unknown>;
}

/**
 * The settings are sent as statements and not when connecting, where PgBouncer refuses them. The pool sends them: it
 * discards a connection that breaks meanwhile, whereas Kysely would occupy its slot forever.
 */
const settingsOf = (timeoutMs: number | undefined) => async (client: pg.Client) => {
  const statements = [quietLog, ...(timeoutMs ? [`set statement_timeout = ${timeoutMs}`] : [])];
  for (const sql of statements) await client.query(sql);
};

const statementOf = (sql: string) => ({ sql, parameters: [], query: { kind: 'RawNode' } });
