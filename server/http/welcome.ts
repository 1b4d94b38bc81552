import type { RequestHandler } from 'express';
import type { GuestContext, GuestResolver } from '../guests/guest.resolver.ts';
import { callerAddress } from './caller-address.ts';

/** Sends a browser that is no guest from `/` to the admin; a guest is told the versions instead. */
export function welcome({
  guests,
  context,
}: {
  guests: GuestResolver;
  context(): GuestContext;
}): RequestHandler {
  return async (request, response, next) => {
    if (!request.headers.accept?.includes('text/html')) return next();
    const address = callerAddress(request);
    if (address !== undefined && (await guests.identify(address, context()))) return next();
    response.redirect('/admin');
  };
}
