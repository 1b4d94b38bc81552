/**
 * Joins the server and the packages that it uses into a few files, from the modules that the compiler has made: there are
 * two thousand of them, and to find them takes as long as to run them, each time that a process or a command starts.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

const modules = (...path) => join(root, 'dist', 'modules', 'server', ...path);
const bundle = join(root, 'dist', 'server');

/** Packages that stay outside: with binaries or files of their own, not installed at all, or needed seldom and no ES modules. */
const leftOut = ['next', 'better-sqlite3', 'pg-native', '@peculiar/x509', 'prom-client'];

/** Packages find `require` and, as in node_modules, no warnings of what is deprecated in them. */
const banner = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
process.noDeprecation = true;`;

const options = {
  outbase: modules(),
  outdir: bundle,
  bundle: true,
  splitting: true, // what is imported when it is needed stays so
  platform: 'node',
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  target: 'node24',
  banner: { js: banner },
  logLevel: 'warning',
};

await rm(bundle, { recursive: true, force: true });
await build({
  ...options,
  entryPoints: [modules('main.js'), modules('data-plane.main.js'), modules('cli/serve.js')],
  external: leftOut,
});
await build({
  ...options,
  entryPoints: [modules('control-plane.main.js'), modules('cli/main.js')],
  external: [...leftOut, './serve.js'],
  keepNames: true, // the history calls records by the names of their classes; it costs each function that is made
});
