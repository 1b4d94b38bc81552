import type { IncomingMessage } from 'node:http';
import { forbidden } from '../errors.ts';

/** Where the admin is reached. */
interface Reached {
  /** The one origin that the operator has configured. */
  origin?: string | undefined;
  scheme: 'http' | 'https';
}

/**
 * Refuses what another site's page sends with the cookie of this one. `byCookie` are requests that a good cookie vouches
 * for: those that change something have to name their origin.
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

/** Scheme, host and port in one spelling, without the port that a scheme has anyway; undefined for what has none. */
function originOf(text: string): string | undefined {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}
