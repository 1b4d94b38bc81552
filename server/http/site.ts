import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { notFound } from '../guests/guest-answer.ts';
import type { AllowedCallers } from './allowed-callers.ts';
import type { Caller, FindCaller } from './caller-address.ts';
import { schemeOf } from './caller-scheme.ts';
import type { FindGuest } from '../imds/guest-finder.ts';
import type { HandOver } from './hand-over.ts';
import type { Sender } from './hand-over-headers.ts';
import { healthRoutes, type HealthParts } from './health.routes.ts';
import { answerFailures, answerNotFound } from './failure-answer.ts';
import { nosniff } from './nosniff.ts';
import { requestIdOf } from './request-id.ts';
import type { AnonymousThrottle } from './anonymous-throttle.ts';
import { redirectToAdmin, welcome } from './welcome.ts';

export interface SiteParts {
  config: Pick<Config, 'ADMIN_LISTEN'>;
  callers: AllowedCallers;
  findCaller: FindCaller;
  findGuest: FindGuest;
  handOver: HandOver;
  throttle: AnonymousThrottle;
  health: Pick<HealthParts, 'readiness' | 'metrics' | 'pauseMs'>;
  /** Answers all other requests, as the metadata service. */
  metadata: RequestListener;
  log: Log;
}

/** Paths of GraphQL and the admin. */
const ofAdmin = /^\/(?:graphql|admin)(?:[/?]|$)/;

/** Paths of the certificates, which are public. */
const ofCertificates = /^\/identity(?:[/?]|$)/;

/** True for paths that are not metadata, for any caller. */
export const isOfSite = (target: string): boolean =>
  /^\/(?:graphql|admin|identity|healthz|readyz|metrics)(?:[/?]|$)/.test(target);

/** Everything that PORT serves: metadata, and the rest if the admin has no listener of its own. */
export function siteOnPort(parts: SiteParts): Express {
  const { config, callers, findCaller, findGuest, metadata, log } = parts;
  const hasAdmin = config.ADMIN_LISTEN === undefined;
  const site = newSite();
  if (hasAdmin)
    site.get(
      '/',
      onlyAllowed(parts),
      welcome({
        admits: admission(parts),
        isNoGuest: (request) => inTime(isNoMachine(findGuest(request, findCaller(request)))),
      }),
    );
  site.use(
    healthRoutesFor(parts, async (request) => {
      const caller = findCaller(request);
      const isGuest = () => inTime(mayBeGuest(findGuest(request, caller)));
      return hasAdmin && callers.mayWatch(request, caller, isGuest);
    }),
  );
  if (hasAdmin) site.use(toControlPlane(parts, ofAdmin));
  site.use(toControlPlane(parts, ofCertificates), metadata, answerFailures(log));
  return site;
}

const healthRoutesFor = (parts: SiteParts, mayWatch: HealthParts['mayWatch']): Router =>
  healthRoutes({ ...parts.health, admits: admission(parts), mayWatch });

const admission =
  ({ findCaller, throttle }: SiteParts): HealthParts['admits'] =>
  (request, response) =>
    throttle.admits({ request, response, sender: senderOf(request, findCaller(request)) });

/** True for a machine, and for a caller that cannot be identified. */
const mayBeGuest = async (identified: ReturnType<FindGuest>): Promise<boolean> =>
  'refusal' in identified || identified.isMachine();

/** True for a caller that is no machine, even without a usable address; false if its signed headers are wrong. */
const isNoMachine = async (identified: ReturnType<FindGuest>): Promise<boolean> =>
  'refusal' in identified ? identified.refusal === notFound : !(await identified.isMachine());

/** The maximum wait for the database to say if the caller is a machine, in milliseconds. */
const lookUpTimeoutMs = 500;

/** Limits the wait: monitoring has to learn that the database is away. False if the answer is not known in time. */
const inTime = (isSo: Promise<boolean>): Promise<boolean> =>
  Promise.race([isSo.catch(() => false), pause(lookUpTimeoutMs, false, { ref: false })]);

/** Everything that ADMIN_LISTEN serves. */
export function siteOnAdminListener(parts: SiteParts): Express {
  const { callers, findCaller, log } = parts;
  const site = newSite();
  site.use(nosniff); // nothing here is metadata
  const admits = admission(parts);
  site.get('/', onlyAllowed(parts), async (request, response) => {
    if (await admits(request, response)) redirectToAdmin(response);
  });
  site.use(
    healthRoutesFor(
      parts,
      async (request) =>
        callers.hasMetricsToken(request) || callers.mayReachAdmin(request, findCaller(request)),
    ),
  );
  site.use(toControlPlane(parts, ofAdmin), toControlPlane(parts, ofCertificates));
  site.use(answerNotFound, answerFailures(log));
  return site;
}

/** Skips the route for callers that may not reach the admin. */
const onlyAllowed =
  ({ callers, findCaller }: SiteParts): RequestHandler =>
  (request, _response, next) =>
    next(callers.mayReachAdmin(request, findCaller(request)) ? undefined : 'route');

const senderOf = (request: express.Request, caller: Caller): Sender => ({
  address: caller.address,
  scheme: schemeOf(request, caller),
  requestId: requestIdOf(request),
});

function newSite(): Express {
  const site = express();
  site.disable('x-powered-by');
  return site;
}

/** Hands requests for these paths over if their callers may reach them; for all others the paths do not exist. */
function toControlPlane(
  { callers, findCaller, handOver, throttle }: SiteParts,
  paths: RegExp,
): RequestHandler {
  return async (request, response, next) => {
    if (!paths.test(request.url)) return next();
    const caller = findCaller(request);
    if (paths === ofAdmin && !callers.mayReachAdmin(request, caller)) return next();
    const sender = senderOf(request, caller);
    if (!(await throttle.admits({ request, response, sender }))) return;
    handOver.handle({ request, response, sender, onAnswer: (answer) => throttle.note(sender, answer) });
  };
}
