/** Writes the changes of the entities as migrations for both dialects: `npm run migration -- --name add-tags`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './setup/run.mjs';
import { startPostgres } from '../server/tests/support/postgres.ts';

/** Runs the command on one database; returns its exit code. */
function write(databaseUrl) {
  const args = [join('dist', 'modules', 'server', 'cli', 'main.js'), 'migration', ...process.argv.slice(2)];
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

const postgres = await startPostgres();
try {
  process.exitCode = write('sqlite::memory:');
  if (process.exitCode === 0) {
    const database = await postgres.createDatabase();
    process.exitCode = write(database.url);
    await database.drop();
    spawnSync(process.execPath, [join('node_modules', '.bin', 'oxfmt'), 'migrations'], { cwd: root });
  }
} finally {
  await postgres.stop();
}
