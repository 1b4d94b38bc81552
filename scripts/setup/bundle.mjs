/**
 * Bundles the server and its packages into a few files, from the modules that the compiler made: there are two
 * thousand, and finding them takes as long as running them, each time that a process or a command starts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

const modules = (...path) => join(root, 'dist', 'modules', 'server', ...path);
const bundle = join(root, 'dist', 'server');

/** Packages that are not bundled: they have binaries or files, are not installed, or are rarely used CommonJS. */
const leftOut = ['next', 'better-sqlite3', 'pg-native', '@peculiar/x509', 'prom-client'];

/** Gives packages `require`, and switches off deprecation warnings, which Node does not print in node_modules. */
const banner = `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
process.noDeprecation = true;`;

await rm(bundle, { recursive: true, force: true });
await build({
  entryPoints: ['main.js', 'cli/main.js', 'data-plane.main.js', 'control-plane.main.js'].map((path) =>
    modules(path),
  ),
  outbase: modules(),
  outdir: bundle,
  bundle: true,
  splitting: true, // keeps dynamic imports
  platform: 'node',
  format: 'esm',
  minifyWhitespace: true,
  minifySyntax: true,
  target: 'node24',
  external: leftOut,
  banner: { js: banner },
  logLevel: 'warning',
});
expectOwnNames();

/**
 * Throws if the bundler renamed a class because two have the same name: the history and the schema use class names.
 * The bundler's option to keep all names would slow down each function that is created while the server runs.
 */
function expectOwnNames() {
  const own = textsIn(modules()).flatMap((text) =>
    Array.from(
      text.matchAll(/^(?:export )?(?:class (\w+)|let (\w+) = class\b)/gm),
      ([, one, other]) => one ?? other,
    ),
  );
  const given = textsIn(bundle).flatMap((text) =>
    Array.from(text.matchAll(/\bclass (\w+?)\d+\b|\b(\w+?)\d+=class\b/g), ([, one, other]) => one ?? other),
  );
  const renamed = [...new Set(own)].filter((name) => given.includes(name));
  if (renamed.length > 0)
    throw new Error(`the names of these classes are those of others: ${renamed.join(', ')}`);
}

/** The contents of the JavaScript files in a folder. */
function textsIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.js'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8'));
}
