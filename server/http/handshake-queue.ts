import type { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { RateLimiter } from '../imds/rate-limiter.ts';
import { peerName, peerOf } from './caller-address.ts';
import type { ListenerHooks } from './listener-hooks.ts';
import { hold } from './connection-limits.ts';
import { handshakeTimeoutMs, tcpOf } from './tls-handshakes.ts';

/**
 * Maximum handshakes under way: of one sender, and of all. With an RSA key each takes a millisecond or more of the
 * process that answers machines, and Node.js does those whose bytes have come one after the other.
 */
const maxUnderWay = { ofSender: 8, ofAll: 32 };

/** The price of a handshake in the allowance of its address: 500 at once, and 50 each second. */
const handshakePrice = 4;

interface QueueParts extends ListenerHooks {
  isTrusted: (address: string) => boolean;
}

/** Begins the TLS handshakes of a server a few at a time, of one sender after another; the others wait. */
export function queueHandshakes(server: TlsServer, { isTrusted, onRefusal }: QueueParts): void {
  const begin = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  const queue = new HandshakeQueue((socket) => begin.forEach((listener) => listener.call(server, socket)));
  const limiter = new RateLimiter();
  server.on('connection', (socket: Socket) => {
    socket.on('error', () => {}); // nobody else listens before TLS does
    const address = peerOf(socket.remoteAddress) ?? '';
    if (isTrusted(address) || limiter.allows(limiter.bucketFor(address), handshakePrice))
      return whenItSends(socket, {
        act: () => queue.add(socket),
        onSilence: () => onRefusal?.({ reason: 'tls_handshake', address }),
      });
    onRefusal?.({ reason: 'connection_held', address });
    hold(socket);
  });
  server.on('secureConnection', (socket: TLSSocket) => queue.end(tcpOf(socket)));
}

/** Calls the function once there are bytes: a connection without any takes no turn, and is closed after a while. */
function whenItSends(socket: Socket, { act, onSilence }: Record<'act' | 'onSilence', () => void>): void {
  const timer = setTimeout(() => {
    socket.destroy();
    onSilence();
  }, handshakeTimeoutMs).unref();
  socket.once('close', () => clearTimeout(timer));
  socket.once('readable', () => {
    clearTimeout(timer);
    act();
  });
}

class HandshakeQueue {
  /** The sender of each handshake that is under way. */
  private readonly underWay = new Map<Socket, string>();
  private readonly countOf = new Map<string, number>();
  /** By sender; the one whose handshake begins next comes first. */
  private readonly waiting = new Map<string, Set<Socket>>();

  constructor(private readonly begin: (socket: Socket) => void) {}

  add(socket: Socket): void {
    const sender = peerName(socket);
    socket.once('close', () => {
      this.waiting.get(sender)?.delete(socket);
      this.end(socket);
    });
    const sockets = this.waiting.get(sender) ?? new Set();
    this.waiting.set(sender, sockets.add(socket));
    this.beginNext();
  }

  /** Makes room for another handshake. */
  end(socket: Socket): void {
    const sender = this.underWay.get(socket);
    if (sender === undefined) return;
    this.underWay.delete(socket);
    const left = this.countOf.get(sender)! - 1;
    if (left > 0) this.countOf.set(sender, left);
    else this.countOf.delete(sender);
    this.beginNext();
  }

  private beginNext(): void {
    for (const [sender, sockets] of this.waiting) {
      if (this.underWay.size >= maxUnderWay.ofAll) return;
      const count = this.countOf.get(sender) ?? 0;
      if (sockets.size > 0 && count >= maxUnderWay.ofSender) continue;
      const [socket] = sockets;
      this.waiting.delete(sender); // all others come before its next one
      if (socket === undefined) continue;
      sockets.delete(socket);
      if (sockets.size > 0) this.waiting.set(sender, sockets);
      if (socket.destroyed) continue;
      this.underWay.set(socket, sender);
      this.countOf.set(sender, count + 1);
      this.begin(socket);
    }
  }
}
