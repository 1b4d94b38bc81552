import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { familyOf, isLinkLocal, normaliseScopedIp, zoneOf } from '../networks/ip-address.ts';
import { linkOf } from '../networks/link-of.ts';

/** Where a request comes from. */
export interface Caller {
  /**
   * In its one spelling: `::ffff:10.0.0.5` is 10.0.0.5. A link-local one has its zone, as `fe80::5%virbr0`, but where a
   * trusted proxy does not say it: then it is nobody's. Undefined when it cannot be told who asks.
   */
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

/** Finds out who asks. `trusted` are the blocks of the proxies whose word is taken. */
export function callerFinder(trusted: readonly string[]): FindCaller {
  const isTrusted = trustOf(trusted);
  return (request) => callerOf(request, isTrusted);
}

/** Whether an address is in one of the blocks; in one with a zone are addresses of that zone alone. */
export function trustOf(blocks: readonly string[]): (address: string | undefined) => boolean {
  const lists = new Map<string | undefined, BlockList>();
  for (const cidr of blocks) {
    const [scoped = '', length] = cidr.split('/');
    const [first = '', zone] = scoped.split('%');
    const list = lists.get(zone) ?? new BlockList();
    list.addSubnet(first, Number(length), familyOf(first));
    lists.set(zone, list);
  }
  const isIn = (zone: string | undefined, address: string) =>
    lists.get(zone)?.check(address, familyOf(address)) ?? false;
  return (address) => {
    if (lists.size === 0 || address === undefined) return false;
    const zone = zoneOf(address);
    return isIn(undefined, address) || (zone !== undefined && isIn(zone, address));
  };
}

/**
 * The caller is the first hop, from the connection leftwards through `X-Forwarded-For`, that is no trusted proxy; the
 * leftmost when all are. A trusted proxy that names something which is no address leaves nobody to be identified. From
 * anybody else the header says nothing about who asks.
 */
export function callerOf(
  { socket, headers }: Connection,
  isTrusted: (address: string | undefined) => boolean,
): Caller {
  const peer = peerOf(socket.remoteAddress);
  const forwardedFor = headers['x-forwarded-for'];
  if (forwardedFor === undefined) return { address: peer, forwarded: false, throughProxy: isTrusted(peer) };
  const hops = forwardedFor.toString().split(',');
  let address = peer;
  while (hops.length > 0 && isTrusted(address)) {
    const hop = hops.pop()!.trim();
    if (hop !== '') address = addressIn(hop);
  }
  return { address, forwarded: hops.length > 0, throughProxy: isTrusted(peer) };
}

/** True for IPv4, also within IPv6. A dot alone says nothing: the zone of a link-local address may have one. */
export const isIpv4Peer = (remoteAddress: string) => /^(?:::ffff:)?\d+\./.test(remoteAddress);

const mappedIpv4 = '::ffff:';

/** The address at the other end of a connection. The system writes it, so IPv4 needs no second look. */
export function peerOf(remoteAddress: string | undefined): string | undefined {
  if (remoteAddress === undefined) return undefined;
  if (!remoteAddress.includes(':')) return remoteAddress;
  const mapped = remoteAddress.startsWith(mappedIpv4) && remoteAddress.includes('.');
  return mapped ? remoteAddress.slice(mappedIpv4.length) : addressIn(remoteAddress);
}

/** The address in `10.0.0.5`, `10.0.0.5:1234`, `fd00::5`, `[fd00::5]`, `[fd00::5]:1234` or `fe80::5%eth0`. */
function addressIn(text: string): string | undefined {
  const [, bracketed, dotted] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/.exec(text) ?? [];
  return normaliseScopedIp(bracketed ?? dotted ?? text);
}

/**
 * The other end of a connection, as one that has its share: an address, or of IPv6 its network (/64). Link-local addresses
 * all are of one network, whoever has them, and count by themselves.
 */
export function peerName({ remoteAddress }: Connection['socket']): string {
  const peer = peerOf(remoteAddress) ?? '';
  return isLinkLocal(peer) ? peer : linkOf(peer);
}
