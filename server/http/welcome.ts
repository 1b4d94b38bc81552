import type { RequestHandler } from 'express';
import { nothingThere } from '../guests/guest-answer.ts';
import type { FindCaller } from './caller-address.ts';
import type { FindGuest } from './guest-finder.ts';

/** Sends a browser that is no guest from `/` to the admin; a guest is told the versions instead. */
export function welcome(findGuest: FindGuest, findCaller: FindCaller): RequestHandler {
  return async (request, response, next) => {
    if (!request.headers.accept?.includes('text/html')) return next();
    const found = await findGuest(request, findCaller(request)).catch(() => undefined);
    if (found === undefined || 'guest' in found || found.refusal !== nothingThere) return next();
    response.redirect('/admin');
  };
}
