import type { ErrorRequestHandler } from 'express';
import { whyAway } from '../database/why-away.ts';
import type { ErrorCode } from '../errors.ts';
import type { Log } from '../log.ts';
import { readHandedOver } from './handed-over.ts';

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
    const { requestId } = readHandedOver(request);
    const { status, code, message } = meaningOf(error);
    if (status === 500) log.error({ err: error, requestId }, 'a request failed');
    if (status === 503) response.setHeader('Retry-After', '1');
    if (status === 503 && request.accepts(['json', 'html']) === 'html')
      return response.status(status).type('html').send(waitingPage(message));
    response.status(status).json({ errors: [{ message, extensions: { code, requestId } }] });
  };

/** What somebody at a browser sees until there is something to see. */
const waitingPage = (message: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="5">
<title>CloudMeta</title>
<body style="max-width: 36rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif">
<h1 style="font-size: 1.25rem">${message}</h1>
<p>Machines that the server has in memory are answered meanwhile. This page looks again every five seconds.</p>
</body>
</html>
`;

function meaningOf(error: Error & { status?: number }): { status: number; code: ErrorCode; message: string } {
  const why = whyAway(error);
  if (why) return { status: 503, code: 'SERVICE_UNAVAILABLE', message: `${why} Try again in a moment.` };
  const { status = 500 } = error;
  if (status >= 400 && status < 500)
    return { status, code: 'BAD_USER_INPUT', message: messages[status] ?? internal };
  return { status: 500, code: 'INTERNAL_SERVER_ERROR', message: internal };
}

const internal = 'The server could not do this. Its log has the reason.';
