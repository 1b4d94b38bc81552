import type { IncomingMessage } from 'node:http';
import { empty, GuestAnswer } from '../guests/guest-answer.ts';
import { maxTtlSeconds } from './session-token.ts';
import type { Caller } from '../http/caller-address.ts';
import type { Reply } from './metadata-reply.ts';
import { segmentsOf } from '../metadata/path.ts';

const ttlHeader = 'x-aws-ec2-metadata-token-ttl-seconds';
const tokenPath = 'latest/api/token';

/** True if a target is the token path. It is parsed only after a quick test that every spelling of the path passes. */
export const isTokenPath = (target: string) =>
  mayBeTokenPath.test(target) && segmentsOf(target)?.join('/') === tokenPath;

const mayBeTokenPath = /api|%/i;

/** Answers a request at the token path; `issue` makes a token that is valid for `ttlSeconds` seconds. */
export function answerTokenRequest(
  request: IncomingMessage,
  caller: Caller,
  issue: (ttlSeconds: number) => string,
): Reply {
  const allow = 'OPTIONS, PUT';
  if (request.method === 'OPTIONS') return { answer: empty(200), allow };
  if (request.method !== 'PUT') return { answer: empty(405), allow, reason: 'Not Allowed' };
  if (caller.forwarded) return { answer: empty(403) };
  const asked = request.headers[ttlHeader]?.toString() ?? '';
  const ttlSeconds = /^\d{1,5}$/.test(asked) ? Number(asked) : 0;
  if (ttlSeconds < 1 || ttlSeconds > maxTtlSeconds) return { answer: empty(400) };
  return { answer: new GuestAnswer(200, 'text/plain', issue(ttlSeconds)), ttlSeconds };
}
