import type { IncomingMessage } from 'node:http';

/**
 * The Authorization header; of one that came twice both values, which is no credential. (Of most headers Node.js joins
 * what came twice, but of this one it keeps the first alone.)
 */
export const readAuthorization = ({ headersDistinct }: IncomingMessage): string | undefined =>
  headersDistinct.authorization?.join(', ');
