import type { IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { expectOwnOrigin } from './own-origin.ts';

const configured = 'https://meta.example.org';

const requestFrom = (origin: string | undefined, method = 'POST') =>
  ({ method, headers: { origin, host: 'inner.example.org' } }) as unknown as IncomingMessage;

it.each([
  ['https://meta.example.org', true],
  ['https://meta.example.org:443', true],
  ['http://meta.example.org', false],
  ['https://inner.example.org', false],
  ['http://inner.example.org', false],
  ['https://meta.example.org.evil.example', false],
  ['null', false],
])('where the origin is configured, no other one is this server: %s', (origin, isOwn) => {
  const check = () =>
    expectOwnOrigin(requestFrom(origin), { origin: configured, scheme: 'http', byCookie: true });

  if (isOwn) expect(check).not.toThrow();
  else expect(check).toThrow(/another site.* The admin is at https:\/\/meta\.example\.org\.$/);
});

it('no origin at all is good enough for who needs no cookie, and for reading', () => {
  const check = (method: string, byCookie: boolean) => () =>
    expectOwnOrigin(requestFrom(undefined, method), { origin: configured, scheme: 'http', byCookie });

  expect(check('POST', false)).not.toThrow();
  expect(check('GET', true)).not.toThrow();
  expect(check('POST', true)).toThrow('another site');
});
