import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the migrations are, a folder for each database: beside this code, built or not. */
export const builtMigrations = join(dirname(fileURLToPath(import.meta.url)), '../../migrations');
