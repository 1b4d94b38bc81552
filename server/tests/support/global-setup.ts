/** Before all tests: starts one PostgreSQL for the run, named by TEST_DATABASE_URL, and makes the databases to copy. */
import { makeTemplates } from './databases.ts';
import { startPostgres } from './postgres.ts';

export default async function globalSetup(): Promise<void> {
  const postgres = await startPostgres();
  process.env['TEST_DATABASE_URL'] ??= postgres.url('postgres');
  const removeTemplates = await makeTemplates();
  Object.assign(globalThis, {
    afterAllTests: async () => {
      await removeTemplates();
      await postgres.stop();
    },
  });
}
