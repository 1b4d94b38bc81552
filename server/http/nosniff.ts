import type { RequestHandler } from 'express';

/** Keeps browsers from guessing another type than the one given. Metadata has the headers of AWS, without this one. */
export const nosniff: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
};
