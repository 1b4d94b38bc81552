import type { ErrorRequestHandler } from 'express';
import type { ErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import { requestIdOf } from './request-id.ts';

const messages: Record<number, string> = {
  400: 'The body of this request is not JSON.',
  413: 'The body of this request is too large.',
};

/** Answers what fails before GraphQL sees it, in the form of a GraphQL error; nothing internal leaves the server. */
export const answerErrors =
  (log: Log): ErrorRequestHandler =>
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
  (error: { status?: number }, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = requestIdOf(request);
    const status =
      error.status !== undefined && error.status >= 400 && error.status < 500 ? error.status : 500;
    if (status === 500) log.error({ err: error, requestId }, 'a request failed');
    const code: ErrorCode = status === 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT';
    const message = messages[status] ?? 'The server could not do this. Its log has the reason.';
    response.status(status).json({ errors: [{ message, extensions: { code, requestId } }] });
  };
