import type { IncomingMessage } from 'node:http';
import { openStackVersions } from '../guests/guest-answer.ts';
import type { Caller } from '../http/caller-address.ts';
import type { Reply } from './metadata-reply.ts';
import { segmentsOf } from '../metadata/path.ts';
import { isAtIpv6Endpoint } from './ipv6-endpoint.ts';
import { answerTokenRequest, isTokenPath } from './token-request.ts';

/**
 * Answers the two requests with which cloud-init begins, and for which some of its versions wait a few seconds in all:
 * the answers do not depend on the machine. `issue` makes a token before the machine is known; its permissions are
 * checked when it sends the token. At the IPv6 endpoint no request is answered before it is known that the endpoint is
 * enabled for the machine: cloud-init would go on there.
 */
export function answerWithoutDatabase(
  request: IncomingMessage,
  caller: Caller,
  issue: (ttlSeconds: number) => string,
): Reply | undefined {
  const { method, url = '/' } = request;
  if (isAtIpv6Endpoint(request)) return undefined;
  if (method === 'PUT' && isTokenPath(url)) return answerTokenRequest(request, caller, issue);
  if ((method === 'GET' || method === 'HEAD') && isOpenStackRoot(url)) return { answer: openStackVersions };
  return undefined;
}

const isOpenStackRoot = (target: string) => segmentsOf(target)?.join('/') === 'openstack';
