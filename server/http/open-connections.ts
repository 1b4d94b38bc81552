import type { Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** The number of checks of all connections within the maximum idle time: one ends at most a quarter of it later. */
const checksPerSilence = 4;

/** The connections of a server: ends idle ones, and those that delay the end of the server too long. */
export class OpenConnections {
  private readonly open = new SocketTable();
  /** The bytes that came before any request could: those of the TLS handshake. */
  private readonly bytesBefore = new WeakMap<Socket, number>();
  /** The TCP connections on which those with TLS began, by remote address and port. */
  private readonly tcpSockets = new Map<string, Socket>();
  /** Connections upgraded to another protocol, to which HTTP's idle time does not apply. */
  private readonly upgraded = new WeakSet<Socket>();

  /** @param silenceMs the maximum idle time of a connection */
  constructor(server: Server, silenceMs: number) {
    const { open } = this;
    // one function for all connections: a rack that boots opens thousands of them
    function remove(this: Socket): void {
      open.remove(this);
    }
    const note = (socket: Socket) => {
      open.add(socket);
      socket.setTimeout(0); // keeps one hidden class for all sockets, also when some get a timeout later
      socket.on('close', remove); // `once` would create a function for each
    };
    server.on('connection', note);
    server.on('upgrade', (_request, socket: Socket) => this.upgraded.add(socket));
    server.once('listening', () => {
      const timer = setInterval(() => this.limitSilence(silenceMs), silenceMs / checksPerSilence).unref();
      server.once('close', () => clearInterval(timer));
    });
    if (!(server instanceof TlsServer)) return;
    server.on('connection', (socket) => this.noteTcp(socket as Socket));
    server.on('secureConnection', (socket: TLSSocket) => {
      this.bytesBefore.set(socket, socket.bytesRead);
      const tcpSocket = this.tcpSockets.get(nameOf(socket));
      if (tcpSocket) open.remove(tcpSocket); // the TLS socket is checked instead from now on
      note(socket);
    });
  }

  /** Ends connections that have sent nothing. */
  endSilent(): void {
    for (const socket of this.open)
      if (requestOn(socket) === 'none' && socket.bytesRead === (this.bytesBefore.get(socket) ?? 0))
        socket.destroy();
  }

  /** Ends connections without a complete request. */
  endUnfinished(): void {
    for (const socket of this.open) if (requestOn(socket) !== 'whole') socket.destroy();
  }

  /** Ends the connections of an address. */
  endOf(address: string): void {
    for (const socket of this.open) if (socket.remoteAddress === address) socket.destroy();
  }

  endAll(): void {
    for (const socket of this.open) socket.destroy();
  }

  /** Sets the timeout of long-lived connections only: the server's timeout would cost each one a timer. 0 is none. */
  private limitSilence(ms: number): void {
    for (const socket of this.open) if (!socket.timeout && !this.upgraded.has(socket)) socket.setTimeout(ms);
  }

  private noteTcp(socket: Socket): void {
    const name = nameOf(socket);
    this.tcpSockets.set(name, socket);
    socket.once('close', () => {
      if (this.tcpSockets.get(name) === socket) this.tcpSockets.delete(name);
    });
  }
}

/** The index of a socket in its table. */
const slot = Symbol('slot');

interface SlottedSocket extends Socket {
  [slot]?: number | undefined;
}

/**
 * A set of sockets that come and go fast. A Set rebuilds its table all the time, and each discarded table kept the
 * sockets that had just closed alive until a full garbage collection.
 */
class SocketTable {
  private readonly slots: (Socket | undefined)[] = [];
  private readonly free: number[] = [];

  add(socket: SlottedSocket): void {
    const at = this.free.pop() ?? this.slots.length;
    this.slots[at] = socket;
    socket[slot] = at;
  }

  /** Does nothing for a socket that is not in the table. */
  remove(socket: SlottedSocket): void {
    const at = socket[slot];
    if (at === undefined) return;
    this.slots[at] = undefined;
    this.free.push(at);
    socket[slot] = undefined;
  }

  *[Symbol.iterator](): Generator<Socket> {
    for (const socket of this.slots) if (socket) yield socket;
  }
}

const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

/** The part of a request that has arrived: Node.js keeps the response with the socket once the headers are complete. */
function requestOn(socket: Socket): 'none' | 'begun' | 'whole' {
  const { _httpMessage: response } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!response) return 'none';
  return response.req.complete ? 'whole' : 'begun';
}
