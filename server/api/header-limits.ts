import type { RequestHandler } from 'express';
import { RequestRefusal } from './request-refusal.ts';

/** The maximum length of most headers, in characters. */
const usualLength = 1024;

/** The maximum lengths of headers that libraries parse, in characters: the time of some grows with the square. */
const maxLengths: Record<string, number> = {
  'content-type': 256,
  'next-router-state-tree': 2048, // Next.js loads the whole page if it cannot send a longer one
  ...Object.fromEntries(
    [
      'host',
      'accept',
      'accept-encoding',
      'accept-language',
      'content-encoding',
      'origin',
      'if-none-match',
      'if-modified-since',
      'if-range',
      'range',
      'rsc',
      'next-router-prefetch',
      'next-router-segment-prefetch',
      'next-url',
    ].map((name) => [name, usualLength]),
  ),
};

/**
 * Refuses a request with a header that is too long to be parsed. All of them are removed first: what writes the refusal
 * would parse them, too. @throws RequestRefusal
 */
export const onlyShortHeaders: RequestHandler = ({ headers }, _response, proceed) => {
  const tooLong = Object.keys(maxLengths).filter((name) => (headers[name]?.length ?? 0) > maxLengths[name]!);
  const [first] = tooLong;
  if (first === undefined) return proceed();
  for (const name of tooLong) delete headers[name];
  throw new RequestRefusal(
    431,
    `The ${first} header of this request is too long: it has at most ${maxLengths[first]} characters.`,
  );
};
