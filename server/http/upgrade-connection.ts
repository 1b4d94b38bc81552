import { ServerResponse, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The time a client has to read the last bytes, in milliseconds. */
const lastReadMs = 2000;

/** The maximum bytes of the other protocol that a client may send before the upgrade is agreed to. */
const maxEarlyBytes = 64 * 1024;

/**
 * A connection on which a client has requested another protocol. Node.js neither reads nor closes it any more, so this
 * class does: the connection is freed whatever the client does.
 */
export class UpgradeConnection {
  private early: Buffer[] = [];
  private earlyBytes = 0;
  private isAsking = true;
  private isClosing = false;

  constructor(
    private readonly socket: Socket,
    parts: { head: Buffer; silenceMs: number },
  ) {
    socket.on('error', () => socket.destroy());
    socket.setTimeout(parts.silenceMs, () => socket.destroy());
    this.keep(parts.head);
    socket.on('data', this.keep);
  }

  /** Relays the other protocol until one of the two ends closes. */
  relay(other: Duplex, otherHead: Buffer): void {
    const { socket, early } = this;
    this.stopAsking();
    socket.setTimeout(0); // the other protocol has idle times of its own
    const close = () => [socket, other as Socket].forEach(closeLater);
    for (const end of [socket, other]) end.once('end', close).once('close', close);
    other.on('error', () => other.destroy());
    socket.write(otherHead);
    other.write(Buffer.concat(early));
    socket.pipe(other).pipe(socket);
  }

  /** Ends the connection of a request that was answered without an upgrade; what still comes is discarded. */
  finish(): void {
    if (!this.isAsking) return;
    this.stopAsking();
    this.socket.end();
    if (this.isClosing) closeLater(this.socket);
    else setTimeout(() => this.socket.destroy(), lastReadMs).unref();
  }

  /** Called when the server stops. A request that waits for its answer gets it, as all others do. */
  close(): void {
    this.isClosing = true;
    if (!this.isAsking) this.socket.destroy();
  }

  private readonly keep = (bytes: Buffer) => {
    this.early.push(bytes);
    this.earlyBytes += bytes.length;
    if (this.earlyBytes > maxEarlyBytes) this.socket.destroy();
  };

  private stopAsking(): void {
    this.isAsking = false;
    this.early = [];
    this.socket.off('data', this.keep);
  }
}

/** Closes a connection once everything is written, or after a while if its other end does not read. */
function closeLater(socket: Socket): void {
  socket.destroySoon();
  setTimeout(() => socket.destroy(), lastReadMs).unref();
}

const connections = new WeakMap<IncomingMessage, UpgradeConnection>();

/** The connection of an upgrade request; undefined for any other request. */
export const upgradeOf = (request: IncomingMessage) => connections.get(request);

/**
 * Passes the upgrade requests that a server accepts to the listener of all requests, so that the same rules apply to
 * them. @returns a function to call when the server stops.
 */
export function answerUpgrades(
  server: Server,
  { listener, silenceMs }: { listener: RequestListener; silenceMs: number },
): () => void {
  const open = new Set<UpgradeConnection>();
  server.on('upgrade', (request, socket: Socket, head) => {
    const connection = new UpgradeConnection(socket, { head, silenceMs });
    open.add(connection);
    socket.once('close', () => open.delete(connection));
    connections.set(request, connection);
    listener(request, responseOn(socket, request, connection));
  });
  return () => open.forEach((connection) => connection.close());
}

/** A response like those that Node.js makes for other requests. */
function responseOn(socket: Socket, request: IncomingMessage, connection: UpgradeConnection): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  socket.on('drain', () => response.emit('drain'));
  response.once('finish', () => {
    response.detachSocket(socket);
    process.nextTick(() => response.emit('close'));
    connection.finish();
  });
  return response;
}
