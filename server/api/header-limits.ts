import type { RequestHandler } from 'express';
import { headersOfClients } from './admin-request.ts';
import { RequestRefusal } from './request-refusal.ts';

/** The maximum length of most headers, in characters. */
const usualLength = 1024;

/** Headers that libraries parse. */
const parsed = [...headersOfClients, 'content-encoding', 'origin'].filter((name) => name !== 'user-agent'); // it is cut

/** The maximum lengths of headers that libraries parse, in characters: the time of some grows with the square. */
const maxLengths: Record<string, number> = {
  ...Object.fromEntries(parsed.map((name) => [name, usualLength])),
  'content-type': 256,
  'next-router-state-tree': 2048, // Next.js loads the whole page if it cannot send a longer one
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
