import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { describeOutage } from '../database/describe-outage.ts';
import { RateLimited, Refusal, type ErrorCode } from '../errors.ts';
import { waitingPage } from '../waiting-page.ts';
import type { Log } from '../log.ts';
import { answerEarly } from './early-answer.ts';
import { readHandedOver } from './handed-over.ts';
import { RequestRefusal } from './request-refusal.ts';

/** Answers requests that fail before GraphQL gets them with a GraphQL error; nothing internal leaves the server. */
export const answerErrors =
  (log: Log): ErrorRequestHandler =>
  // oxlint-disable-next-line max-params -- Express recognizes an error handler by its four parameters
  (error: Error & { status?: number }, request, response, next) => {
    if (response.headersSent) return next(error);
    const { requestId } = readHandedOver(request);
    const { status, code, message, retryAfterSeconds } = meaningOf(error);
    if (status === 500) log.error({ err: error, requestId }, 'a request failed');
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
    response.status(status);
    if (status === 503 && request.accepts(['json', 'html']) === 'html')
      return response.type('html').send(waitingPage(message));
    response.type(mediaTypeFor(request));
    answerEarly(
      request,
      response,
      JSON.stringify({ errors: [{ message, extensions: { code, requestId } }] }),
    );
  };

/** Refuses a path that does not exist, at once; Express would wait for the end of the body. @throws RequestRefusal */
export const refuseUnknownPath: RequestHandler = () => {
  throw new RequestRefusal(404, 'There is nothing here.', { code: 'NOT_FOUND' });
};

const mediaTypes = ['application/json', 'application/graphql-response+json'];

/** The newer media type, where the client accepts it, marks the errors as GraphQL's (GraphQL over HTTP). */
const mediaTypeFor = (request: Request) => request.accepts(mediaTypes) || mediaTypes[0]!;

interface Meaning {
  status: number;
  code: ErrorCode;
  message: string;
  retryAfterSeconds?: number | undefined;
}

const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
};

function meaningOf(error: Error & { status?: number }): Meaning {
  if (error instanceof RequestRefusal) return error;
  if (error instanceof Refusal) {
    const { code, message } = error;
    const retryAfterSeconds = error instanceof RateLimited ? error.retryAfterSeconds : undefined;
    return { status: statuses[code] ?? 400, code, message, retryAfterSeconds };
  }
  const why = describeOutage(error);
  if (why)
    return {
      status: 503,
      code: 'SERVICE_UNAVAILABLE',
      message: `${why} Try again in a moment.`,
      retryAfterSeconds: 1,
    };
  const { status = 500 } = error;
  if (status >= 400 && status < 500)
    return { status, code: 'BAD_USER_INPUT', message: 'This request cannot be read.' };
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: internalMessage };
}

const internalMessage = 'The server could not do this. Its log has the reason.';
