/** A process that answers machines starts fast and stays small: it loads nothing that only people and scripts need. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const built = join(import.meta.dirname, '../../dist/modules/server');

/** A script that prints every module that these modules load, one a line. */
const script = (modules: string[]) => `
  import { registerHooks } from 'node:module';
  registerHooks({
    load: (url, context, next) => {
      process.stdout.write(url + '\\n');
      return next(url, context);
    },
  });
  for (const module of ${JSON.stringify(modules)}) await import(module);
`;

const heavy =
  /node_modules\/(?:@mikro-orm|kysely|type-graphql|graphql|graphql-scalars|class-validator|@apollo|next|react)\/|\.(?:entity|resolver|inputs|payloads|subscriber)\.js$|dist\/server\/(?:api|graphql)\//;

it('loads no mapper, no GraphQL and no entity', () => {
  const modules = ['serve-data-plane.js', 'cli/serve-in-two.js', 'cli/serve-in-several.js'];
  const drivers = ['database/sqlite-reader.js', 'changes/sqlite-changes.js', 'database/postgres-reader.js'];
  const paths = [...modules, ...drivers].map((path) => join(built, path));

  const loaded = execFileSync(process.execPath, ['--input-type=module', '--eval', script(paths)], {
    encoding: 'utf8',
  }).split('\n');

  expect(loaded.length).toBeGreaterThan(100);
  expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
});
