import type { RequestHandler } from 'express';
import { nothingThere } from '../guests/guest-answer.ts';
import type { FindCaller } from './caller-address.ts';
import type { FindGuest } from './guest-finder.ts';
import { nosniff } from './nosniff.ts';

/** Sends a browser that is no guest from `/` to the admin; a guest is told the versions instead. */
export function welcome(findGuest: FindGuest, findCaller: FindCaller): RequestHandler {
  return async (request, response, next) => {
    if (!request.headers.accept?.includes('text/html')) return next();
    const identified = findGuest(request, findCaller(request));
    const isNoGuest =
      'refusal' in identified
        ? identified.refusal === nothingThere
        : await identified.isMachine().then(
            (isMachine) => !isMachine,
            () => false,
          );
    if (!isNoGuest) return next();
    nosniff(request, response, () => response.redirect('/admin'));
  };
}
