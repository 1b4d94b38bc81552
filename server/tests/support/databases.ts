/** Databases for tests, each used by its caller alone: empty ones, and copies of one that is migrated already. */
import { mkdtemp, copyFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteFile } from '../../database/dialect.ts';
import { startPostgres, type TestDatabase } from './postgres.ts';
import { cloudmeta } from './product.ts';

const variable = 'TEST_MIGRATED_DATABASES';

export type DatabaseKind = 'sqlite' | 'postgresql';
export const databaseKinds: DatabaseKind[] = ['sqlite', 'postgresql'];

/** The path of the SQLite file and the name of the PostgreSQL database to copy. */
type Templates = Record<DatabaseKind, string>;

/** Creates an empty database: a file in a folder of its own, or a database on the PostgreSQL of this run. */
export async function emptyDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'postgresql' ? (await startPostgres()).createDatabase() : sqliteDatabase();
}

/** Creates a database with the tables of this version. */
export async function migratedDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  const templates = JSON.parse(process.env[variable]!) as Templates;
  if (kind === 'sqlite') return sqliteDatabase(templates.sqlite);
  return (await startPostgres()).createDatabase(templates.postgresql);
}

async function sqliteDatabase(template?: string): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-test-'));
  const file = join(folder, 'cloudmeta.db');
  if (template !== undefined) await copyFile(template, file);
  return { url: `sqlite:${file}`, drop: () => rm(folder, { recursive: true, force: true }) };
}

/** Makes the templates of `migratedDatabase` with `cloudmeta migrate`, once a run. @returns their removal */
export async function makeTemplates(): Promise<() => Promise<void>> {
  const sqlite = await sqliteDatabase();
  const postgresql = await (await startPostgres()).createDatabase();
  for (const { url } of [sqlite, postgresql]) {
    const { code, stderr } = await cloudmeta(['migrate'], { DATABASE_URL: url });
    if (code !== 0) throw new Error(`migrate ended with ${code}: ${stderr}`);
  }
  process.env[variable] = JSON.stringify({
    sqlite: sqliteFile(sqlite.url),
    postgresql: new URL(postgresql.url).pathname.slice(1),
  } satisfies Templates);
  return async () => {
    await sqlite.drop();
    await postgresql.drop();
  };
}
