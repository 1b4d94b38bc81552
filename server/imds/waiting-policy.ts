import type { IncomingMessage } from 'node:http';
import type { Caller } from '../http/caller-address.ts';
import { hasBody } from '../unwanted-body.ts';

/** The way a request waits for the database: as long as its client does, with interim responses; or a few seconds. */
export type WayToWait = 'with-continues' | 'briefly';

/** The limits of requests that wait for the database. */
export interface WaitingLimits {
  /** The time between two checks of all waiting requests and of the database. */
  tickMs: number;
  /** The time after which a look-up that is under way counts as one that has to wait. */
  slowAfterMs: number;
  /** The time between two interim responses. cloud-init waits five seconds for any data while it fetches metadata. */
  continueEveryMs: number;
  /** The maximum interim responses to one request. CPython's http.client gives up at the hundredth (gh-150743). */
  maxContinues: number;
  /** The time after which a request without interim responses is answered with 503 and Retry-After. */
  refuseAfterMs: number;
  /** The maximum of requests that are held. */
  held: SlotLimits;
  /** The maximum beyond those of requests whose look-up is slow, and that may still be answered by it. */
  slow: SlotLimits;
}

/** The maximum of requests that wait, in all and of one caller. */
export interface SlotLimits {
  ofAll: number;
  ofAddress: number;
  /** Of all addresses of one IPv6 link together: a caller that has one can give itself the others. */
  ofLink: number;
}

export const usualWaiting: WaitingLimits = {
  tickMs: 250,
  slowAfterMs: 500,
  continueEveryMs: 4000,
  maxContinues: 95,
  refuseAfterMs: 8000,
  held: { ofAll: 2000, ofAddress: 8, ofLink: 256 },
  slow: { ofAll: 8000, ofAddress: 64, ofLink: 512 },
};

/** The User-Agents of cloud-init: before version 24.2 it sends that of its library once it has a session token. */
const cloudInit = /^(?:Cloud-Init|python-requests)\//;

/**
 * cloud-init accepts any number of interim responses and loses user-data after a refusal, so it gets them. Other
 * clients do not: Go's gives up at the sixth, Node's fetch at the first, and some proxies take it for the final answer.
 */
export function wayToWait(request: IncomingMessage, caller: Caller): WayToWait {
  const { headers, httpVersion } = request;
  const isDirect = !caller.throughProxy && !('x-forwarded-for' in headers) && !('via' in headers);
  const takesContinues = httpVersion === '1.1' && isDirect && !hasBody(request);
  return takesContinues && cloudInit.test(headers['user-agent'] ?? '') ? 'with-continues' : 'briefly';
}
