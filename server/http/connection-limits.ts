import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { LRUCache } from 'lru-cache';
import { linkOf } from '../addresses/link-of.ts';
import { isIpv4Peer, peerOf } from './caller-address.ts';
import type { RefusalReason } from './request-metrics.ts';
import type { ListenerHooks } from './listener-hooks.ts';
import type { OpenConnections } from './open-connections.ts';

/**
 * Maximum connections at once: of one address, beyond those how many are held for a while before they are closed, and
 * of all. A boot has one, or the three with which cloud-init looks for a token.
 */
const maxConnections = { ofOne: 256, held: 512, ofAll: 16_384 };

/** The part of all connections that one IPv6 network (/64) may have: one guest can use any number of its addresses. */
const partOfNetwork = 1 / 2;

/** The time for which a surplus connection is held, in milliseconds: a client would reopen a closed one at once. */
const holdMs = 1000;

/** Files that are open beside connections: the database, the log, those of Node.js itself. */
const otherFiles = 256;

/**
 * The time for which an address that sent too much at once is shut out, in milliseconds; the maximum number of
 * addresses remembered; and the number of addresses of an IPv6 network after which all of it is shut out.
 */
const shutOutMs = 10_000;
const maxShutOut = 1000;
const shutOutOfNetwork = 8;

interface LimitParts extends ListenerHooks {
  connections: OpenConnections;
  isTrusted: (address: string) => boolean;
}

/** Measures against connections that a server may request. */
export interface ConnectionLimits {
  /** Ends a connection that sends too much at once, with all others of its address; new ones are held for a while. */
  shutOut(socket: Socket, reason: RefusalReason): void;
}

/** Limits the connections of a server; those of a trusted proxy, which serves many clients, count in the total only. */
export function limitConnections(
  server: Server,
  { connections, isTrusted, onRefusal, isMachine }: LimitParts,
): ConnectionLimits {
  const open = new Counts();
  const shutOut = new LRUCache<string, number>({ max: maxShutOut, ttl: shutOutMs });
  const isLimitedByNetwork = (address: string) => !isMachine?.(peerOf(address) ?? '');
  const isShutOut = (address: string, network: string | undefined) =>
    shutOut.has(address) ||
    (network !== undefined && (shutOut.get(network) ?? 0) >= shutOutOfNetwork && isLimitedByNetwork(address));
  const isFull = (network: string) => open.of(network) >= server.maxConnections * partOfNetwork;
  const refused = (reason: RefusalReason, address: string | undefined) =>
    onRefusal?.({ reason, address: peerOf(address) });
  server.on('drop', (peer) => refused('too_many_connections', peer?.remoteAddress));
  server.maxConnections = connectionsOfAll();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isTrusted(address)) return;
    const network = networkOf(address);
    const count = open.of(address);
    if (count >= maxConnections.ofOne + maxConnections.held) {
      socket.destroy();
      return refused('too_many_connections_of_address', address);
    }
    if (network !== undefined && isFull(network) && isLimitedByNetwork(address)) {
      socket.destroy();
      return refused('too_many_connections_of_network', address);
    }
    open.add(address);
    if (network !== undefined) open.add(network);
    socket.on('close', release);
    if (count < maxConnections.ofOne && (shutOut.size === 0 || !isShutOut(address, network))) return;
    refused('connection_held', address);
    hold(socket);
  });

  /** One function for all sockets: a closed socket still has its address. */
  function release(this: Socket): void {
    const address = this.remoteAddress ?? '';
    const network = networkOf(address);
    open.remove(address);
    if (network !== undefined) open.remove(network);
  }

  return {
    shutOut(socket, reason) {
      const { remoteAddress: address } = socket;
      socket.destroy();
      refused(reason, address);
      if (address === undefined || isTrusted(address)) return;
      const network = networkOf(address);
      if (network !== undefined && !shutOut.has(address))
        shutOut.set(network, (shutOut.get(network) ?? 0) + 1);
      shutOut.set(address, 1);
      connections.endOf(address);
    },
  };
}

class Counts {
  private readonly counts = new Map<string, number>();

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  add(name: string): void {
    this.counts.set(name, this.of(name) + 1);
  }

  remove(name: string): void {
    const left = this.of(name) - 1;
    if (left > 0) this.counts.set(name, left);
    else this.counts.delete(name);
  }
}

/** The network (/64) of an IPv6 address; undefined for IPv4, also within IPv6. */
const networkOf = (remoteAddress: string) => (isIpv4Peer(remoteAddress) ? undefined : linkOf(remoteAddress));

/** Reads and answers nothing. Node.js begins to read with the next tick, which undoes an earlier pause. */
export function hold(socket: Socket): void {
  process.nextTick(() => {
    socket.pause();
    handleOf(socket)?.readStop(); // TLS reads from the handle
  });
  setTimeout(() => socket.destroy(), holdMs).unref();
}

/** The handle of a socket below Node.js, which has no public name for it. */
const handleOf = (socket: Socket) =>
  Reflect.get(socket, '_handle') as { readStop(): void } | null | undefined;

/** The maximum number of connections, with the files that the system allows this process. */
const connectionsOfAll = () =>
  Math.min(maxConnections.ofAll, Math.max(openFiles() - otherFiles, maxConnections.ofOne));

/** The number of files that this process may have open, as Linux reports it. */
function openFiles(): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
