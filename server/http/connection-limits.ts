import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { LRUCache } from 'lru-cache';
import { peerName, peerOf } from './caller-address.ts';
import type { RefusalReason } from './request-metrics.ts';
import type { ListenerHooks } from './listener-hooks.ts';
import type { OpenConnections } from './open-connections.ts';

/**
 * Connections at once: of one address, those beyond that are held for a while before they are closed, and of all. A boot
 * has one, or the three with which cloud-init looks for a token.
 */
const most = { ofOne: 256, held: 512, ofAll: 16_384 };

/** How long a connection too many is held, in milliseconds: one that is closed at once would be opened again at once. */
const holdTime = 1000;

/** Files that are open beside connections: the database, the log, what Node.js itself needs. */
const otherFiles = 256;

/** The time for which an address is shut out that brought too much at once, in milliseconds, and the most that are remembered. */
const shutOutMs = 10_000;
const mostShutOut = 1000;

interface LimitParts extends ListenerHooks {
  connections: OpenConnections;
  isTrusted: (address: string) => boolean;
}

/** The acts against connections that a server may ask for. */
export interface ConnectionLimits {
  /** Ends a connection that brings too much at once, with all others of its address, and holds those that follow for a while. */
  shutOut(socket: Socket, reason: RefusalReason): void;
}

/** Bounds how many connections a server has; of a trusted proxy, which speaks for many, only the sum counts. */
export function limitConnections(
  server: Server,
  { connections, isTrusted, onRefusal }: LimitParts,
): ConnectionLimits {
  const open = new Map<string, number>();
  const shutOut = new LRUCache<string, true>({ max: mostShutOut, ttl: shutOutMs });
  const refused = (reason: RefusalReason, address: string | undefined) =>
    onRefusal?.({ reason, address: peerOf(address) });
  server.on('drop', (peer) => refused('too_many_connections', peer?.remoteAddress));
  server.maxConnections = Math.min(most.ofAll, Math.max(openFiles() - otherFiles, most.ofOne));
  server.on('connection', (socket) => {
    const address = socket.remoteAddress;
    if (address === undefined || isTrusted(address)) return;
    const count = open.get(address) ?? 0;
    if (count >= most.ofOne + most.held) {
      socket.destroy();
      return refused('too_many_connections_of_address', address);
    }
    open.set(address, count + 1);
    socket.on('close', release);
    if (count < most.ofOne && (shutOut.size === 0 || !shutOut.has(peerName(socket)))) return;
    refused('connection_held', address);
    hold(socket);
  });

  /** One function for all sockets: who it was is still known. */
  function release(this: Socket): void {
    const address = this.remoteAddress ?? '';
    const count = open.get(address) ?? 0;
    if (count <= 1) open.delete(address);
    else open.set(address, count - 1);
  }

  return {
    shutOut(socket, reason) {
      const { remoteAddress: address } = socket;
      socket.destroy();
      refused(reason, address);
      if (address === undefined || isTrusted(address)) return;
      shutOut.set(peerName(socket), true);
      connections.endOf(address);
    },
  };
}

/** Nothing is read of it, and nothing answered. Node.js begins to read with the next tick, which undoes an earlier pause. */
function hold(socket: Socket): void {
  process.nextTick(() => socket.pause());
  setTimeout(() => socket.destroy(), holdTime).unref();
}

/** How many files this process may have open; Linux says so. */
function openFiles(): number {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? Number.POSITIVE_INFINITY : Number(limit);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
