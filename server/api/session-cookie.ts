import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionCookie } from '../graphql/context.ts';
import type { HandedOver } from './handed-over.ts';

/** The origin at which the operator has configured the admin, if any. */
type Origin = string | undefined;

const isHttps = (origin: Origin) => origin?.startsWith('https:') ?? false;

/** The name of the cookie. For an https origin its prefix keeps other sites of the domain from setting the cookie. */
const nameAt = (origin: Origin) => (isHttps(origin) ? '__Host-cloudmeta_session' : 'cloudmeta_session');

/**
 * The token of the session cookie, if the request has one. If it has two different ones, neither counts: the server
 * cannot know which one is its own (a site on a sibling domain can set cookies here).
 */
export function readSessionToken({ headers }: IncomingMessage, origin: Origin): string | undefined {
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? [];
  const beginning = `${nameAt(origin)}=`;
  const [token, ...others] = new Set(cookies.filter((cookie) => cookie.startsWith(beginning)));
  return others.length > 0 ? undefined : token?.slice(beginning.length) || undefined;
}

/** The session cookie of a request, to be set or cleared with its response. */
export function sessionCookie(
  request: IncomingMessage,
  response: ServerResponse,
  { scheme, origin }: Pick<HandedOver, 'scheme'> & { origin: Origin },
): SessionCookie {
  const name = nameAt(origin);
  const isSecure = origin === undefined ? scheme === 'https' : isHttps(origin);
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    token: readSessionToken(request, origin),
    set: (token, expiresAt) =>
      void response.setHeader(
        'Set-Cookie',
        `${name}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes}`,
      ),
    clear: () => void response.setHeader('Set-Cookie', `${name}=; Max-Age=0; ${attributes}`),
  };
}
