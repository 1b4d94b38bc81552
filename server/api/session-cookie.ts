import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SessionCookie } from '../graphql/context.ts';
import type { HandedOver } from './handed-over.ts';

const name = 'cloudmeta_session';

/**
 * The token of the session cookie, if the request has one. Of two different ones nobody can tell which is this server's
 * own (a site of a neighbouring name can set cookies here), so that neither counts.
 */
export function readSessionToken({ headers }: IncomingMessage): string | undefined {
  const cookies = headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? [];
  const [token, ...others] = new Set(cookies.filter((cookie) => cookie.startsWith(`${name}=`)));
  return others.length > 0 ? undefined : token?.slice(name.length + 1) || undefined;
}

/** The session cookie of a request, to be set or cleared with its response. */
export function sessionCookie(
  request: IncomingMessage,
  response: ServerResponse,
  scheme: HandedOver['scheme'],
): SessionCookie {
  const secure = scheme === 'https';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return {
    token: readSessionToken(request),
    set: (token, expiresAt) =>
      void response.setHeader(
        'Set-Cookie',
        `${name}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes}`,
      ),
    clear: () => void response.setHeader('Set-Cookie', `${name}=; Max-Age=0; ${attributes}`),
  };
}
