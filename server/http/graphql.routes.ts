import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { Orm } from '../database/orm.ts';
import { authenticate } from '../access/authenticate.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { checkText } from '../api/check-document.ts';
import { refuseOperation } from '../api/format-error.ts';
import { whyAway } from '../database/why-away.ts';
import { forbidden, Problems, Refusal } from '../errors.ts';
import type { Guests } from '../guests/guests.ts';
import type { Sightings } from '../guests/sightings.ts';
import type { Seal } from '../seal.ts';
import type { Context } from '../graphql/context.ts';
import type { FindCaller } from './caller-address.ts';
import { requestIdOf } from './request-id.ts';
import { readSessionToken, sessionCookie } from './session-cookie.ts';

export interface GraphqlParts {
  apollo: ApolloServer<Context>;
  orm: Orm;
  config: Config;
  seal: Seal;
  guests: Guests;
  sightings: Sightings;
  findCaller: FindCaller;
  clock: Clock;
}

/** The largest request body: user-data of the largest size in base64, and as much again for everything else. */
const bodyLimit = ({ USER_DATA_LIMIT }: Config) =>
  Math.max(1024 * 1024, Math.ceil(USER_DATA_LIMIT * 1.4) + 64 * 1024);

/** The one door: `POST /graphql`, and `GET` for queries. A browser that navigates there gets to the playground. */
export function graphqlRoutes(parts: GraphqlParts): Router {
  const router = express.Router();
  router.get('/graphql', (request, response, next) => {
    if (!request.query.query && request.accepts(['json', 'html']) === 'html') response.redirect('/admin/api');
    else next();
  });
  router.use(
    '/graphql',
    express.json({ limit: bodyLimit(parts.config), strict: true }),
    bodyless,
    expressMiddleware(parts.apollo, { context: ({ req, res }) => contextOf(parts, req, res) }),
  );
  return router;
}

/** A request that ended with its headers has no body to be parsed, and Apollo wants one. */
const bodyless: RequestHandler = (request, _response, next) => {
  request.body ??= {};
  next();
};

async function contextOf(parts: GraphqlParts, request: Request, response: Response): Promise<Context> {
  const requestId = requestIdOf(request);
  response.setHeader('X-Request-Id', requestId);
  try {
    checkText(request.body);
    return await admit(parts, request, response);
  } catch (error) {
    const why = whyAway(error);
    if (why) response.setHeader('Retry-After', '1');
    const refusal = why ? new Refusal('SERVICE_UNAVAILABLE', `${why} Try again in a moment.`) : error;
    throw refusal instanceof Refusal ? refuseOperation(refusal, requestId) : refusal;
  }
}

async function admit(
  { orm, config, seal, guests, sightings, findCaller, clock }: GraphqlParts,
  request: Request,
  response: Response,
): Promise<Context> {
  const em = orm.em.fork();
  const cookie = readSessionToken(request);
  const { authorization } = request.headers;
  refuseOtherOrigins(request, { withCookie: cookie !== undefined && authorization === undefined });
  return {
    em,
    actor: await authenticate(em, { authorization, cookie }, clock),
    problems: new Problems(),
    requestId: requestIdOf(request),
    address: findCaller(request).address ?? '',
    userAgent: request.headers['user-agent'],
    cookie: sessionCookie(request, response),
    config,
    seal,
    guests,
    sightings,
    clock,
  };
}

/** Another site's page must not act with the cookie of this one. @throws FORBIDDEN */
function refuseOtherOrigins({ headers, method }: Request, { withCookie }: { withCookie: boolean }): void {
  const { origin, host } = headers;
  if (origin === undefined && (!withCookie || method === 'GET')) return;
  if (origin !== undefined && URL.canParse(origin) && new URL(origin).host === host) return;
  throw forbidden('This request comes from another site. Scripts send an API token instead of a cookie.');
}
