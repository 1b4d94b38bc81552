import type { ErrorRequestHandler } from 'express';
import type { Log } from '../log.ts';
import { requestIdOf } from './request-id.ts';

/** Answers a request that failed in this process; no detail of the error leaves the server. */
export const answerFailures =
  (log: Log): ErrorRequestHandler =>
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
  (error: Error, request, response, next) => {
    if (response.headersSent) return next(error);
    log.error({ err: error, requestId: requestIdOf(request) }, 'a request failed');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.status(500).type('text/plain').send('The server could not do this. Its log has the reason.\n');
  };
