import type { IncomingMessage } from 'node:http';
import { empty, GuestAnswer } from '../guests/guest-answer.ts';
import { maximumTtl } from '../guests/session-token.ts';
import type { Caller } from '../http/caller-address.ts';
import type { Reply } from '../http/metadata-reply.ts';
import { segmentsOf } from '../metadata/path.ts';

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';
const tokenPath = 'latest/api/token';

/** A target is read closely only where it can be the place of tokens: however it is spelled, that is not far from it. */
export const isTokenPlace = (target: string) =>
  mayBeTokenPlace.test(target) && segmentsOf(target)?.join('/') === tokenPath;

const mayBeTokenPlace = /api|%/i;

/** Answers a request at the place of tokens; `issue` makes one that holds for so many seconds. */
export function answerTokenRequest(
  request: IncomingMessage,
  caller: Caller,
  issue: (ttl: number) => string,
): Reply {
  const allow = 'OPTIONS, PUT';
  if (request.method === 'OPTIONS') return { answer: empty(200), allow };
  if (request.method !== 'PUT') return { answer: empty(405), allow, reason: 'Not Allowed' };
  if (caller.forwarded) return { answer: empty(403) };
  const asked = request.headers[ttlHeader]?.toString() ?? '';
  const ttl = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (ttl < 1 || ttl > maximumTtl) return { answer: empty(400) };
  return { answer: new GuestAnswer(200, 'text/plain', issue(ttl)), ttl };
}
