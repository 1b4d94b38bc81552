import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { familyOf, isLinkLocal, normaliseScopedIp, zoneOf } from '../addresses/ip-address.ts';
import { linkOf } from '../addresses/link-of.ts';

/** The origin of a request. */
export interface Caller {
  /**
   * Normalised: `::ffff:10.0.0.5` is 10.0.0.5. A link-local one has its zone, as `fe80::5%virbr0`, unless a trusted
   * proxy left it out: then it belongs to no instance. Undefined if the caller cannot be identified.
   */
  readonly address: string | undefined;
  /** True if the caller sent an `X-Forwarded-For` itself; the entries of trusted proxies do not count. */
  readonly forwarded: boolean;
  /** True if a trusted proxy is at the other end of the connection. */
  readonly throughProxy: boolean;
}

export type FindCaller = (request: IncomingMessage) => Caller;

/** The parts of a request that identify its caller. */
export interface Connection {
  readonly socket: { readonly remoteAddress?: string | undefined };
  readonly headers: IncomingHttpHeaders;
}

/** Identifies callers. `trusted` are the address blocks of proxies whose `X-Forwarded-For` is believed. */
export function callerFinder(trusted: readonly string[]): FindCaller {
  const isTrusted = trustOf(trusted);
  return (request) => callerOf(request, isTrusted);
}

/** Returns a check for addresses in the blocks; a block with a zone contains addresses of that zone only. */
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
 * leftmost if all are. If a trusted proxy names something that is no address, the caller is unknown. From any other
 * sender the header does not identify the caller.
 */
export function callerOf(
  { socket, headers }: Connection,
  isTrusted: (address: string | undefined) => boolean,
): Caller {
  const peer = peerOf(socket.remoteAddress);
  const forwardedFor = headers['x-forwarded-for'];
  if (forwardedFor === undefined) return { address: peer, forwarded: false, throughProxy: isTrusted(peer) };
  let hops: string | undefined = forwardedFor.toString();
  let address = peer;
  while (hops !== undefined && isTrusted(address)) {
    const comma = hops.lastIndexOf(',');
    const hop = hops.slice(comma + 1).trim();
    if (hop !== '') address = addressIn(hop);
    hops = comma < 0 ? undefined : hops.slice(0, comma);
  }
  return { address, forwarded: hops !== undefined, throughProxy: isTrusted(peer) };
}

/** True for IPv4, also within IPv6. A dot alone proves nothing: the zone of a link-local address may have one. */
export const isIpv4Peer = (remoteAddress: string) => /^(?:::ffff:)?\d+\./.test(remoteAddress);

const mappedIpv4 = '::ffff:';

/** The address at the other end of a connection. The system formats it, so IPv4 needs no normalising. */
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
 * The name by which the other end of a connection is counted: its address, or for IPv6 its network (/64). Link-local
 * addresses are all of one network, whichever machine has them, so they are counted one by one.
 */
export function peerName({ remoteAddress }: Connection['socket']): string {
  const peer = peerOf(remoteAddress) ?? '';
  return isLinkLocal(peer) ? peer : linkOf(peer);
}
