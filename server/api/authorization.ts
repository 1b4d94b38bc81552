import type { IncomingMessage } from 'node:http';

/**
 * The Authorization header; if it was sent twice, both values, which are no credential. (Node.js joins most repeated
 * headers, but keeps only the first value of this one.)
 */
export const readAuthorization = ({ headersDistinct }: IncomingMessage): string | undefined =>
  headersDistinct.authorization?.join(', ');
