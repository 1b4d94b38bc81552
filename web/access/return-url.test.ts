import { expect, it } from '@jest/globals';
import { returnUrl } from './return-url';

it.each([
  ['/admin/instances?q=1#top', '/admin/instances?q=1#top'],
  ['/admin', '/admin'],
  [null, '/admin'],
  ['https://attacker.example/admin', '/admin'],
  ['//attacker.example/admin', '/admin'],
  ['/administrator', '/admin'],
  ['/admin/../graphql', '/admin'],
  ['/admin\\@attacker.example', '/admin'],
  ['/admin/login?next=/admin/login', '/admin'],
])('after signing in with next=%s, %s opens', (next, path) => {
  expect(returnUrl(next)).toBe(path);
});
