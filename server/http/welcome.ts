import type { RequestHandler } from 'express';
import { nothingThere } from '../guests/metadata-answer.ts';
import type { FindGuest } from './guest-finder.ts';

/** Sends a browser that is no guest from `/` to the admin; a guest is told the versions instead. */
export function welcome(findGuest: FindGuest): RequestHandler {
  return async (request, response, next) => {
    if (!request.headers.accept?.includes('text/html')) return next();
    const found = await findGuest(request);
    if ('guest' in found || found.refusal !== nothingThere) return next();
    response.redirect('/admin');
  };
}
