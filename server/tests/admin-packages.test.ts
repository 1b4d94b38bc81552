/** The third-party packages in the admin site. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const chunks = join(root, 'web/.next/static/chunks');

it('the built site has one DOMPurify: the one that package.json names', () => {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const texts = readdirSync(chunks, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(chunks, name), 'utf8'));

  const versions = texts.flatMap((text) =>
    [...text.matchAll(/\.version="(\d+\.\d+\.\d+)",\w+\.removed=\[\]/g)].map(([, version]) => version),
  );

  expect(versions).toEqual([dependencies.dompurify]);
});
