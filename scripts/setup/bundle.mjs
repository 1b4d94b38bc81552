/**
 * Joins the control plane and the packages that it uses into a few files, from what the compiler has made of it: of two
 * thousand modules, to find them takes as long as to run them, and GraphQL is to be back soon after its process has ended.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** As far below dist/ as the modules that look from their own place for the migrations and for the admin. */
const FOLDER = join(root, 'dist', 'bundle', 'server');

/** Packages that stay outside: with binaries or files of their own, not installed at all, or needed seldom and no ES modules. */
const LEFT_OUT = ['next', 'better-sqlite3', 'pg-native', '@peculiar/x509', 'prom-client', 'pino-pretty'];

await rm(FOLDER, { recursive: true, force: true });
await build({
  entryPoints: [join(root, 'dist', 'server', 'control-plane.main.js')],
  outdir: FOLDER,
  bundle: true,
  splitting: true, // what is imported when it is needed stays so
  keepNames: true, // the history calls records by the names of their classes
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external: LEFT_OUT,
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
