/** Where the files of this clone are, for whichever part of it asks: the sources, the compiled modules, or their bundle. */
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(findPackageJSON(import.meta.url)!);

/** The migrations, a folder for each database. */
export const migrationsFolder = join(root, 'dist/modules/migrations');

/** The admin as Next.js has built it. */
export const webFolder = join(root, 'web');

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** What each process runs: as this one does, from the modules or from the bundle. */
export const processEntries = {
  controlPlane: beside('control-plane.main.js'),
  dataPlane: beside('data-plane.main.js'),
};
