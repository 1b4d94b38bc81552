import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { contains } from '../networks/cidr.ts';
import { normaliseIp } from '../networks/ip-address.ts';

/** Where a request comes from. */
export interface Caller {
  /** In its one spelling: `::ffff:10.0.0.5` is 10.0.0.5. Undefined when it cannot be told who asks. */
  readonly address: string | undefined;
  /** Whether the caller sent an `X-Forwarded-For` itself: what trusted proxies add does not count. */
  readonly forwarded: boolean;
  /** Whether a trusted proxy is at the other end of the connection. */
  readonly throughProxy: boolean;
}

export type FindCaller = (request: IncomingMessage) => Caller;

/** What is asked of a request to find its caller. */
export interface Connection {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}

/** Finds out who asks, once a request. `trusted` are the blocks of the proxies whose word is taken. */
export function callerFinder(trusted: readonly string[]): FindCaller {
  const found = new WeakMap<IncomingMessage, Caller>();
  return (request) => {
    const caller = found.get(request) ?? callerOf(request, trusted);
    found.set(request, caller);
    return caller;
  };
}

/**
 * The caller is the first hop, from the connection leftwards through `X-Forwarded-For`, that is no trusted proxy; the
 * leftmost when all are. A trusted proxy that names something which is no address leaves nobody to be identified. From
 * anybody else the header says nothing about who asks.
 */
export function callerOf({ socket, headers }: Connection, trusted: readonly string[]): Caller {
  const isTrusted = (hop: string | undefined) =>
    hop !== undefined && trusted.some((block) => contains(block, hop));
  const hops = headers['x-forwarded-for']?.toString().split(',') ?? [];
  const peer = addressIn(socket.remoteAddress ?? '');
  let address = peer;
  while (hops.length > 0 && isTrusted(address)) {
    const hop = hops.pop()!.trim();
    if (hop !== '') address = addressIn(hop);
  }
  return { address, forwarded: hops.length > 0, throughProxy: isTrusted(peer) };
}

/** The address in `10.0.0.5`, `10.0.0.5:1234`, `fd00::5`, `[fd00::5]`, `[fd00::5]:1234` or `fe80::5%eth0`. */
function addressIn(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? [];
  return normaliseIp((bracketed ?? dotted ?? text).replace(/(?<=:.*)%.*$/, ''));
}
