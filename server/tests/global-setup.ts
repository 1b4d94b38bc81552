/** Before all tests: one PostgreSQL for the whole run, told to everyone by TEST_DATABASE_URL. */
import { startPostgres } from './postgres.ts';

export default async function globalSetup(): Promise<void> {
  if (process.env['TEST_DATABASE_URL'] !== undefined) return;
  const postgres = await startPostgres();
  process.env['TEST_DATABASE_URL'] = postgres.url('postgres');
  Object.assign(globalThis, { stopTestPostgres: () => postgres.stop() });
}
