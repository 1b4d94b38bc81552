import type { RequestHandler } from 'express';

/** Answers for people and scripts are of the type that they say, and no browser guesses another; metadata is as AWS has it. */
export const nosniff: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  next();
};
