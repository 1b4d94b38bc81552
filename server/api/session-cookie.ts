import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionCookie } from '../graphql/context.ts';
import type { HandedOver } from './handed-over.ts';

/** The origin at which the operator has configured the admin, if any. */
type Origin = string | undefined;

const isHttps = (origin: Origin) => origin?.startsWith('https:') ?? false;

/** Where the origin is known to be https the name itself keeps other sites of the domain from setting the cookie. */
const nameAt = (origin: Origin) => (isHttps(origin) ? '__Host-cloudmeta_session' : 'cloudmeta_session');

/** The token of the session cookie, if the request has one. */
export function readSessionToken({ headers }: IncomingMessage, origin: Origin): string | undefined {
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? [];
  const beginning = `${nameAt(origin)}=`;
  return cookies.find((cookie) => cookie.startsWith(beginning))?.slice(beginning.length) || undefined;
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
