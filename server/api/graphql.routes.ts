import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { isSignedIn, type Actor } from '../access/actor.ts';
import { authenticate } from '../access/authenticate.ts';
import type { SignInGuard } from '../access/sign-in-guard.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Orm } from '../database/orm.ts';
import { Problems } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { GuestPreviews } from '../guests/guest-previews.ts';
import type { LastRequests } from '../observed/last-requests.ts';
import type { Encryption } from '../encryption.ts';
import { readPermissions } from '../kinds.ts';
import { readAuthorization } from './authorization.ts';
import { BodyBudget } from './body-budget.ts';
import { checkText } from './check-document.ts';
import { markSignedIn, type ReadHandedOver } from './handed-over.ts';
import { expectOwnOrigin } from './own-origin.ts';
import { expectJson, parseJson, readBody } from './request-body.ts';
import { afterSignIn, beforeSignIn, inFlight, sizeInWords } from './request-limits.ts';
import { RequestRefusal } from './request-refusal.ts';
import { readSessionToken, sessionCookie } from './session-cookie.ts';

export interface GraphqlParts {
  apollo: ApolloServer<Context>;
  orm: Orm;
  config: Config;
  encryption: Encryption;
  guests: GuestPreviews;
  lastRequests: LastRequests;
  signIns: SignInGuard;
  readHandedOver: ReadHandedOver;
  clock: Clock;
  /** The origin of the admin, as `https://cloudmeta.example.org`; the one of each request if undefined. */
  origin?: string | undefined;
}

/** `POST /graphql`, and `GET` for queries. A browser that navigates there is redirected to the playground. */
export function graphqlRoutes(parts: GraphqlParts): Router {
  const router = express.Router();
  router.use('/graphql', privateAnswers(parts));
  router.get('/graphql', (request, response, next) => {
    if (!request.query.query && request.accepts(['json', 'html']) === 'html') response.redirect('/admin/api');
    else next();
  });
  router.use('/graphql', admission(parts), operations(parts));
  return router;
}

/** The caller, as authenticated by the headers of the request. */
const actorOf = ({ locals }: Response) => locals.actor as Actor;

const privateAnswers =
  ({ readHandedOver }: GraphqlParts): RequestHandler =>
  (request, response, next) => {
    response.setHeader('X-Request-Id', readHandedOver(request).requestId);
    response.setHeader('Cache-Control', 'no-store');
    next();
  };

/** Authenticates the caller by the headers alone: the body of a request with a bad token is not read. */
const admission =
  ({ orm, clock, origin, readHandedOver }: GraphqlParts): RequestHandler =>
  async (request, response, next) => {
    const authorization = readAuthorization(request);
    const cookie = readSessionToken(request, origin);
    const actor = await authenticate(orm.em.fork(), { authorization, cookie }, clock);
    const { scheme } = readHandedOver(request);
    expectOwnOrigin(request, { origin, scheme, byCookie: actor.kind === 'USER' });
    response.locals.actor = actor;
    if (isSignedIn(actor)) markSignedIn(response);
    next();
  };

/** Reads and answers an operation. The memory of its body counts until the work ends, also after a disconnect. */
const operations = (parts: GraphqlParts): RequestHandler => {
  const limits = afterSignIn(parts.config);
  const answer = expressMiddleware(parts.apollo, {
    context: async ({ req, res }) => contextOf(parts, req, res),
  });
  const budget = new BodyBudget(Math.max(inFlight.maxBytes, limits.maxBodyBytes));
  return async (request, response, next) => {
    if (response.destroyed) return; // the client has disconnected
    const actor = actorOf(response);
    if (!isSignedIn(actor)) expectShortUrl(request);
    if (request.method === 'POST') expectJson(request);
    const share = budget.open('id' in actor ? actor.id : actor.kind);
    const reading = { limits: isSignedIn(actor) ? limits : beforeSignIn, share };
    try {
      const body = await readBody(request, reading);
      request.body = request.method === 'POST' ? parseJson(body) : {};
      checkText(request.body);
      await answer(request, response, next);
    } finally {
      share.close();
    }
  };
};

/** Refuses a URL that is longer than a body may be before sign-in. @throws RequestRefusal */
function expectShortUrl({ originalUrl }: Request): void {
  if (originalUrl.length > beforeSignIn.maxUrlBytes)
    throw new RequestRefusal(
      414,
      `The URL of this request is too long: before sign-in it has at most ${sizeInWords(beforeSignIn.maxUrlBytes)}.`,
    );
}

function contextOf(parts: GraphqlParts, request: Request, response: Response): Context {
  const { orm, config, encryption, guests, lastRequests, signIns, clock, origin } = parts;
  const { address = '', scheme, requestId } = parts.readHandedOver(request);
  return {
    em: orm.em.fork(),
    actor: actorOf(response),
    problems: new Problems(),
    requestId,
    address,
    userAgent: request.headers['user-agent'],
    cookie: sessionCookie(request, response, { scheme, origin }),
    signIns,
    config,
    encryption,
    guests,
    lastRequests,
    readPermissions,
    clock,
  };
}
