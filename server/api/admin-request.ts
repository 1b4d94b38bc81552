import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';

/** The longest URL of a page, in characters: Next.js sends some on to themselves in another spelling, thrice as long in its headers. */
const maxUrlLength = 4096;

/** The longest address of the site that is returned to after signing in, percent-encoded. */
const maxNextLength = 2048;

/** Headers by which a browser asks for pages and files, and those of the site's own navigation. Next.js gets no others. */
const taken = [
  'host',
  'accept',
  'accept-encoding',
  'accept-language',
  'user-agent',
  'if-none-match',
  'if-modified-since',
  'if-range',
  'range',
  'rsc',
  'next-router-prefetch',
  'next-router-segment-prefetch',
  'next-router-state-tree',
  'next-url',
  'content-security-policy', // ours
  'x-nonce', // ours
] as const;

/** The site only reads: everything that changes something is asked of GraphQL. */
export const onlyReading: RequestHandler = (request, response, proceed) => {
  if (request.method === 'GET' || request.method === 'HEAD') return proceed();
  response.setHeader('Allow', 'GET, HEAD');
  response.status(405).type('text/plain').send('The admin is read by GET. Changes are made by GraphQL.\n');
};

/** Refuses addresses that are too long for the headers of an answer. */
export const onlyShortUrls: RequestHandler = (request, response, proceed) => {
  if (request.originalUrl.length <= maxUrlLength) proceed();
  else
    response
      .status(414)
      .type('text/plain')
      .send(`The URL of a page has at most ${maxUrlLength} characters.\n`);
};

/** The headers of a request without those by which Next.js speaks to itself, or acts. */
export function plainHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const plain: IncomingHttpHeaders = {};
  for (const name of taken) if (headers[name] !== undefined) plain[name] = headers[name] as string;
  return plain;
}

/** Where somebody signs in who wanted to see a page. One whose address is long is not returned to. */
export function signInUrl(wanted: string): string {
  const next = encodeURIComponent(wanted);
  return next.length > maxNextLength ? '/admin/login' : `/admin/login?next=${next}`;
}
