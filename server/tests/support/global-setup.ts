/** Before all tests: starts one PostgreSQL for the run, named by TEST_DATABASE_URL, and makes the databases to copy. */
import { rmSync } from 'node:fs';
import { makeTemplates } from './databases.ts';
import { makeMemoryFolder } from './memory-folder.ts';
import { startPostgres } from './postgres.ts';

export default async function globalSetup(): Promise<void> {
  const inMemory = makeMemoryFolder();
  if (inMemory !== undefined) process.env['TMPDIR'] = inMemory; // the workers of jest inherit it
  const postgres = await startPostgres();
  process.env['TEST_DATABASE_URL'] ??= postgres.url('postgres');
  const removeTemplates = await makeTemplates();
  Object.assign(globalThis, {
    afterAllTests: async () => {
      await removeTemplates();
      await postgres.stop();
      if (inMemory !== undefined) rmSync(inMemory, { recursive: true, force: true });
    },
  });
}
