import type { IncomingMessage } from 'node:http';
import { forbidden } from '../errors.ts';

/** The origin and scheme at which the admin is reached. */
interface Reached {
  /** The one origin that the operator has configured. */
  origin?: string | undefined;
  scheme: 'http' | 'https';
}

/**
 * Refuses what another site's page sends with the cookie of this one. `byCookie` is true for requests that a valid
 * cookie authenticates: unless they are sent by GET, they have to name their origin.
 * @throws FORBIDDEN
 */
export function expectOwnOrigin(
  { headers, method }: IncomingMessage,
  { origin: configured, scheme, byCookie }: Reached & { byCookie: boolean },
): void {
  const { origin, host } = headers;
  if (origin === undefined && (!byCookie || method === 'GET')) return;
  const own = originOf(configured ?? `${scheme}://${host}`);
  if (origin !== undefined && own !== undefined && originOf(origin) === own) return;
  const advice = configured === undefined ? '' : ` The admin is at ${configured}.`;
  throw forbidden(
    `This request comes from another site. Scripts send an API token instead of a cookie.${advice}`,
  );
}

/** Scheme, host and port in canonical form, without the default port of the scheme; undefined for what has none. */
function originOf(text: string): string | undefined {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}
