import type { ServerResponse } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';

interface WelcomeParts {
  /** True for a request to be handled further: strangers are rate limited. Any other was answered. */
  admits(request: Request, response: Response): Promise<boolean>;
  /** True for a caller that is no guest. */
  isNoGuest(request: Request): Promise<boolean>;
}

/** Redirects a browser that is no guest from `/` to the admin; a guest is served the versions instead. */
export function welcome({ admits, isNoGuest }: WelcomeParts): RequestHandler {
  return async (request, response, next) => {
    if (!request.headers.accept?.includes('text/html')) return next();
    if (!(await admits(request, response))) return;
    if (await isNoGuest(request)) redirectToAdmin(response);
    else next();
  };
}

/** Redirects without a body: Express would choose its type by the Accept header, which may be long. */
export function redirectToAdmin(response: ServerResponse): void {
  response.writeHead(302, {
    Location: '/admin',
    'Content-Length': 0,
    'X-Content-Type-Options': 'nosniff',
  });
  response.end();
}
