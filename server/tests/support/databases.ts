/** Databases for tests, each used by its caller alone: empty ones, and copies of one that is migrated already. */
import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteFile } from '../../database/dialect.ts';
import { startPostgres, type TestDatabase } from './postgres.ts';
import { createTokens, type Tokens } from './tokens.ts';

const variable = 'TEST_MIGRATED_DATABASES';

export type DatabaseKind = 'sqlite' | 'postgresql';
export const databaseKinds: DatabaseKind[] = ['sqlite', 'postgresql'];

/** A database to copy: the path of its SQLite file, or its name in PostgreSQL; and the secrets of its tokens. */
interface Template {
  source: string;
  tokens: Tokens;
}

/** A database with the tables of this version, and with the tokens of the tests. */
export interface MigratedDatabase extends TestDatabase {
  tokens: Tokens;
}

/** Creates an empty database: a file in a folder of its own, or a database on the PostgreSQL of this run. */
export async function emptyDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  return kind === 'postgresql' ? (await startPostgres()).createDatabase() : sqliteDatabase();
}

/** Creates a database with the tables of this version, and with the tokens of the tests. */
export async function migratedDatabase(kind: DatabaseKind): Promise<MigratedDatabase> {
  const { source, tokens } = (JSON.parse(process.env[variable]!) as Record<DatabaseKind, Template>)[kind];
  const copy = kind === 'sqlite' ? sqliteDatabase(source) : (await startPostgres()).createDatabase(source);
  return { ...(await copy), tokens };
}

async function sqliteDatabase(template?: string): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'cloudmeta-test-'));
  const file = join(folder, 'cloudmeta.db');
  if (template !== undefined) {
    await copyFile(template, file);
    await chmod(file, 0o600); // as the product makes it
  }
  return { url: `sqlite:${file}`, drop: () => rm(folder, { recursive: true, force: true }) };
}

/** Makes the templates of `migratedDatabase`, once a run, and returns their removal. */
export async function makeTemplates(): Promise<() => Promise<void>> {
  const databases = await Promise.all(databaseKinds.map(emptyDatabase));
  const templates = await Promise.all(databases.map(({ url }) => templateAt(url)));
  process.env[variable] = JSON.stringify(
    Object.fromEntries(databaseKinds.map((kind, n) => [kind, templates[n]])),
  );
  return async () => {
    for (const database of databases) await database.drop();
  };
}

async function templateAt(url: string): Promise<Template> {
  const source = url.startsWith('sqlite:') ? sqliteFile(url) : new URL(url).pathname.slice(1);
  return { source, tokens: await createTokens(url) };
}
