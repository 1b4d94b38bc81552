/** The places of this clone's files, for whichever part of it asks: the sources, the compiled modules, or their bundle. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The next folder above with the description of the package. */
const rootOf = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder));

const root = rootOf(here);

/** The migrations, a folder for each database. */
export const migrationsFolder = join(root, 'dist/modules/migrations');

/** The admin as Next.js has built it. */
export const webFolder = join(root, 'web');

/** The file that each process runs: as this one does, from the modules or from the bundle. */
export const processEntries = {
  controlPlane: join(here, 'control-plane.main.js'),
  dataPlane: join(here, 'data-plane.main.js'),
};
