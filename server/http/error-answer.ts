import type { ErrorRequestHandler } from 'express';
import { whyAway } from '../database/why-away.ts';
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
  (error: Error & { status?: number }, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = requestIdOf(request);
    const { status, code, message } = meaningOf(error);
    if (status === 500) log.error({ err: error, requestId }, 'a request failed');
    if (status === 503) response.setHeader('Retry-After', '1');
    response.status(status).json({ errors: [{ message, extensions: { code, requestId } }] });
  };

function meaningOf(error: Error & { status?: number }): { status: number; code: ErrorCode; message: string } {
  const why = whyAway(error);
  if (why) return { status: 503, code: 'SERVICE_UNAVAILABLE', message: `${why} Try again in a moment.` };
  const { status = 500 } = error;
  if (status >= 400 && status < 500)
    return { status, code: 'BAD_USER_INPUT', message: messages[status] ?? internal };
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: internal };
}

const internal = 'The server could not do this. Its log has the reason.';
