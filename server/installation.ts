/** Paths of the installation's files, the same from the sources, the compiled modules and their bundle. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The nearest folder with a package.json: this one or one above. */
const rootOf = (folder: string): string =>
  existsSync(join(folder, 'package.json')) ? folder : rootOf(dirname(folder));

const root = rootOf(here);

/** The migrations, in one folder for each database. */
export const migrationsFolder = join(root, 'dist/modules/migrations');

/** The admin as built by Next.js. */
export const webFolder = join(root, 'web');

/** The entry file of each process: from the modules or from the bundle, as for this process. */
export const processEntries = {
  controlPlane: join(here, 'control-plane.main.js'),
  dataPlane: join(here, 'data-plane.main.js'),
};
