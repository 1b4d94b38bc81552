import type { IncomingHttpHeaders } from 'node:http';
import type { RequestHandler } from 'express';

/** The maximum length of a URL, in characters: Next.js redirects some to a spelling that is three times as long. */
const maxUrlLength = 4096;

/** The maximum length of the URL to return to after signing in, percent-encoded, in characters. */
const maxNextLength = 2048;

/** The length to which a User-Agent is cut, in characters: Next.js searches it for names in quadratic time. */
const maxUserAgentLength = 200;

/** The headers of clients that Next.js gets: those of requests for pages and files, and of the site's own navigation. */
export const headersOfClients = [
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
] as const;

/** All headers that Next.js gets. */
const passedHeaders = [...headersOfClients, 'content-security-policy', 'x-nonce']; // this server sets the last two

/** Refuses methods other than GET and HEAD: the site only reads, all changes are made by GraphQL. */
export const onlyReading: RequestHandler = (request, response, proceed) => {
  if (request.method === 'GET' || request.method === 'HEAD') return proceed();
  response.setHeader('Allow', 'GET, HEAD');
  response.status(405).type('text/plain').send('The admin is read by GET. Changes are made by GraphQL.\n');
};

/** Refuses URLs that are too long for the headers of a response. */
export const onlyShortUrls: RequestHandler = (request, response, proceed) => {
  if (request.originalUrl.length <= maxUrlLength) proceed();
  else
    response
      .status(414)
      .type('text/plain')
      .send(`The URL of a page has at most ${maxUrlLength} characters.\n`);
};

/** The headers of a request without Next.js's internal ones and those that start its actions. */
export function plainHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const plain: IncomingHttpHeaders = {};
  for (const name of passedHeaders) if (headers[name] !== undefined) plain[name] = headers[name] as string;
  if (plain['user-agent']) plain['user-agent'] = plain['user-agent'].slice(0, maxUserAgentLength);
  return plain;
}

/** The URL to sign in at before seeing a page. After signing in, a page with a long URL is not returned to. */
export function signInUrl(wanted: string): string {
  const next = encodeURIComponent(wanted);
  return next.length > maxNextLength ? '/admin/login' : `/admin/login?next=${next}`;
}
