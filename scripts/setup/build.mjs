/** Builds the product, and checks if the last build is up to date. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, say } from './run.mjs';
import { ensureRuntime } from './runtime.mjs';

/** The inputs of the build. */
const SOURCES = [
  'server',
  'web',
  'migrations',
  'scripts/setup/bundle.mjs',
  'schema.graphql',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];
/** Excluded: files made by the build, or read by tests only. */
const NOT_SOURCES = [
  /^web\/(\.next|generated|next-env\.d\.ts)(\/|$)/,
  /^server\/tests(\/|$)/,
  /\.test\.tsx?$/,
  /\.tsbuildinfo$/,
];
const MADE = ['dist/server/main.js', 'web/.next/BUILD_ID', 'web/generated'];
const STAMP = join(root, 'dist', '.stamp');

/** True if the build on disk is from these sources; compares contents, so that a copied tree counts as fresh. */
export function buildIsFresh() {
  return MADE.every((path) => existsSync(join(root, path))) && readStamp() === fingerprint();
}

/** Builds everything; the stamp is written last, so that an interrupted build counts as stale. */
export async function build() {
  const made = fingerprint();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  for (const [title, program, ...args] of STEPS) {
    say(`Building the ${title}`);
    await run(ensureRuntime(), [program, ...args], {
      env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
      failed: `the ${title} does not build: see above`,
    });
  }
  writeFileSync(STAMP, made);
}

const tool = (name) => join('node_modules', '.bin', name);

const STEPS = [
  ['server', tool('tsc'), '-p', 'tsconfig.json'],
  ['bundle', join('scripts', 'setup', 'bundle.mjs')],
  ['GraphQL types of the admin', tool('graphql-codegen'), '--config', 'web/codegen.ts'],
  ['admin', tool('next'), 'build', 'web'],
];

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of filesOf(source))
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(root, path)))
        .update('\0');
  }
  return hash.digest('hex');
}

/** The files at or below a path, in a fixed order. */
function filesOf(path) {
  if (NOT_SOURCES.some((pattern) => pattern.test(path)) || !existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path))
    .toSorted()
    .flatMap((name) => filesOf(`${path}/${name}`));
}

function readStamp() {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined;
  }
}
