import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Log } from '../log.ts';
import { endAfterBody, readUnwanted, shortBodyLimits } from '../unwanted-body.ts';
import { peerName } from './caller-address.ts';
import { requestIdOf } from './request-id.ts';

/** Answers a request that failed in this process; no detail of the error leaves the server. */
export const answerFailures =
  (log: Log): ErrorRequestHandler =>
  // oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
  (error: Error, request, response, next) => {
    if (response.headersSent) return next(error);
    log.error({ err: error, requestId: requestIdOf(request) }, 'a request failed');
    response.statusCode = 500;
    sendText({ request, response }, 'The server could not do this. Its log has the reason.\n');
  };

/** Answers a request for a path that does not exist, at once; Express would wait for the end of its body. */
export const answerNotFound: RequestHandler = (request, response) => {
  response.statusCode = 404;
  sendText({ request, response }, 'There is nothing here.\n');
};

function sendText(
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  text: string,
): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.write(text);
  void endAfterBody(request, response, readUnwanted(request, peerName(request.socket), shortBodyLimits));
}
