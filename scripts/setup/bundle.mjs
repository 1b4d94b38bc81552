/**
 * Joins the server and the packages that it uses into a few files, from the modules that the compiler has made: there are
 * two thousand of them, and to find them takes as long as to run them, each time that a process or a command starts.
 */
import { readdirSync, readFileSync } from 'node:fs';
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

await rm(bundle, { recursive: true, force: true });
await build({
  entryPoints: ['main.js', 'cli/main.js', 'data-plane.main.js', 'control-plane.main.js'].map((path) =>
    modules(path),
  ),
  outbase: modules(),
  outdir: bundle,
  bundle: true,
  splitting: true, // what is imported when it is needed stays so
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
 * The history and the schema call things by the names of their classes, which the bundler changes where two are alike: to
 * have it keep all names would cost each function that is made while the server runs.
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

/** The JavaScript in a folder, file by file. */
function textsIn(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.js'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8'));
}
