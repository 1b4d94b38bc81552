import type { Request, RequestHandler } from 'express';
import { nosniff } from './nosniff.ts';

/** Redirects a browser that is no guest from `/` to the admin; a guest is served the versions instead. */
export function welcome(isNoGuest: (request: Request) => Promise<boolean>): RequestHandler {
  return async (request, response, next) => {
    if (!request.headers.accept?.includes('text/html') || !(await isNoGuest(request))) return next();
    nosniff(request, response, () => response.redirect('/admin'));
  };
}
