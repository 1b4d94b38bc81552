/**
 * Has Node.js load the sources of the server as they are: TypeScript with decorators, whose types are kept as metadata,
 * and `@jest/globals`, which jest itself provides only in contexts of its own. The configuration of jest loads them for the set-up, and the runner for its workers.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const globals = new URL('globals.mjs', import.meta.url).href;

const options = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2023',
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
};

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === '@jest/globals'
      ? { url: globals, shortCircuit: true }
      : next(isOfBundler(specifier, context) ? `${specifier}.ts` : specifier, context),
  load: (url, context, next) => (isSource(url) ? load(url) : next(url, context)),
});

/** True for an import of the admin, which a bundler resolves without an extension. */
const isOfBundler = (specifier, { parentURL }) =>
  specifier.startsWith('.') && !/\.\w+$/.test(specifier) && /\/web\/[^?]*\.ts(\?|$)/.test(parentURL ?? '');

const isSource = (url) => /^file:[^?]*\.ts(\?|$)/.test(url) && !url.includes('/node_modules/');

function load(url) {
  const filename = fileURLToPath(url);
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...options, filename });
  return { format: 'module', source: code, shortCircuit: true };
}
