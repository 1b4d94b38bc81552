import type { IncomingMessage } from 'node:http';
import type { Caller } from '../http/caller-address.ts';
import { hasBody } from '../unwanted-body.ts';

/** How a request waits for the database: as long as its client does, told so by interim responses; or a few seconds. */
export type WayToWait = 'with-continues' | 'briefly';

/** How long requests wait for the database, and how many may. */
export interface WaitingLimits {
  /** How often all that waits is looked through, and the database tried. */
  tickMs: number;
  /** When a look-up that is under way counts as one that has to wait. */
  slowAfterMs: number;
  /** Between two interim responses. cloud-init waits five seconds for anything to read while it fetches metadata. */
  continueEveryMs: number;
  /** Of one request. CPython's http.client gives up at the hundredth (gh-150743). */
  maxContinues: number;
  /** When whoever waits without interim responses is told to ask again. */
  refuseAfterMs: number;
  maxHeld: number;
  maxHeldPerAddress: number;
  /** Of all addresses of one IPv6 link together: whoever has one of them can give itself the others. */
  maxHeldPerLink: number;
}

export const usualWaiting: WaitingLimits = {
  tickMs: 250,
  slowAfterMs: 500,
  continueEveryMs: 4000,
  maxContinues: 95,
  refuseAfterMs: 8000,
  maxHeld: 2000,
  maxHeldPerAddress: 8,
  maxHeldPerLink: 256,
};

/** cloud-init by either of its names: before version 24.2 it sends that of its library once it has a session token. */
const cloudInit = /^(?:Cloud-Init|python-requests)\//;

/**
 * cloud-init takes any number of interim responses and loses user-data after a refusal, so it is held. Other clients are
 * not: Go's gives up at the sixth, Node's fetch at the first, and some proxies take it for the final answer.
 */
export function wayToWait(request: IncomingMessage, caller: Caller): WayToWait {
  const { headers, httpVersion } = request;
  const isDirect = !caller.throughProxy && !('x-forwarded-for' in headers) && !('via' in headers);
  const takesContinues = httpVersion === '1.1' && isDirect && !hasBody(request);
  return takesContinues && cloudInit.test(headers['user-agent'] ?? '') ? 'with-continues' : 'briefly';
}
