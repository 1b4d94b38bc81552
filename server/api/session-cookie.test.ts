import { ServerResponse, type IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { readSessionToken, sessionCookie } from './session-cookie.ts';

const requestWith = (cookie?: string) =>
  ({ method: 'POST', headers: { cookie } }) as unknown as IncomingMessage;
const until = new Date('2030-01-01T00:00:00Z');

/** The cookie that a browser is sent. */
function setAt(origin: string | undefined, scheme: 'http' | 'https'): string {
  const request = requestWith();
  const response = new ServerResponse(request);
  sessionCookie(request, response, { origin, scheme }).set('secret', until);
  return String(response.getHeader('set-cookie'));
}

describe('the session cookie', () => {
  it.each([
    [undefined, 'http', 'cloudmeta_session', false],
    [undefined, 'https', 'cloudmeta_session', true],
    ['http://meta.example.org', 'https', 'cloudmeta_session', false],
    ['https://meta.example.org', 'http', '__Host-cloudmeta_session', true],
    ['https://meta.example.org', 'https', '__Host-cloudmeta_session', true],
  ] as const)('at the origin %s over %s is called %s', (...of) => {
    const [origin, scheme, name, isSecure] = of;

    const cookie = setAt(origin, scheme);

    expect(cookie).toMatch(new RegExp(`^${name}=secret; .*Path=/; HttpOnly; SameSite=Lax`));
    expect(cookie.includes('; Secure')).toBe(isSecure);
    expect(readSessionToken(requestWith(`other=1; ${name}=secret`), origin)).toBe('secret');
  });

  it('is the one with the name that only this host can set, where it is known to be reached by https', () => {
    const both = requestWith('cloudmeta_session=by-another-site; __Host-cloudmeta_session=own');

    expect(readSessionToken(both, 'https://meta.example.org')).toBe('own');
    expect(
      readSessionToken(requestWith('cloudmeta_session=old'), 'https://meta.example.org'),
    ).toBeUndefined();
  });
});
