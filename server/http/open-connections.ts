import type { Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** The looks at all connections within the longest silence of one: it ends a quarter later at the most. */
const looksPerSilence = 4;

/** The connections of a server, so that those on which nothing moves end, and hold up its end no longer than they may. */
export class OpenConnections {
  private readonly open = new SocketTable();
  /** The bytes that came before anything of a request could: those by which both ends agreed on TLS. */
  private readonly bytesBefore = new WeakMap<Socket, number>();
  /** Of connections with TLS, which begin as ones without: what they began as, by the other end. */
  private readonly begun = new Map<string, Socket>();
  /** Those that speak another protocol, whose silences are no business of HTTP. */
  private readonly upgraded = new WeakSet<Socket>();

  /** @param silenceMs how long nothing may move on a connection */
  constructor(server: Server, silenceMs: number) {
    const { open } = this;
    // one function for all connections: a rack that boots opens thousands of them
    function remove(this: Socket): void {
      open.remove(this);
    }
    const note = (socket: Socket) => {
      open.add(socket);
      socket.setTimeout(0); // so that all have the same shape: what is compiled for one holds for those that get a time later
      socket.on('close', remove); // once would make a function of its own
    };
    server.on('connection', note);
    server.on('upgrade', (_request, socket: Socket) => this.upgraded.add(socket));
    const timer = setInterval(() => this.limitSilence(silenceMs), silenceMs / looksPerSilence).unref();
    server.once('close', () => clearInterval(timer));
    if (!(server instanceof TlsServer)) return;
    server.on('connection', (socket) => this.noteBegun(socket as Socket));
    server.on('secureConnection', (socket: TLSSocket) => {
      this.bytesBefore.set(socket, socket.bytesRead);
      const begun = this.begun.get(nameOf(socket));
      if (begun) open.remove(begun); // it is looked at by its other half from now on
      note(socket);
    });
  }

  /** Ends those that have sent nothing. */
  endSilent(): void {
    for (const socket of this.open)
      if (requestOn(socket) === 'none' && socket.bytesRead === (this.bytesBefore.get(socket) ?? 0))
        socket.destroy();
  }

  /** Ends those whose request is not there as a whole. */
  endUnfinished(): void {
    for (const socket of this.open) if (requestOn(socket) !== 'whole') socket.destroy();
  }

  /** Ends those of an address. */
  endOf(address: string): void {
    for (const socket of this.open) if (socket.remoteAddress === address) socket.destroy();
  }

  endAll(): void {
    for (const socket of this.open) socket.destroy();
  }

  /** The time is set for those alone that last: that of the server would cost each connection a timer. Zero is none. */
  private limitSilence(ms: number): void {
    for (const socket of this.open) if (!socket.timeout && !this.upgraded.has(socket)) socket.setTimeout(ms);
  }

  private noteBegun(socket: Socket): void {
    const name = nameOf(socket);
    this.begun.set(name, socket);
    socket.once('close', () => {
      if (this.begun.get(name) === socket) this.begun.delete(name);
    });
  }
}

/** The place of a socket in the table that it is in. */
const place = Symbol('place');

interface PlacedSocket extends Socket {
  [place]?: number | undefined;
}

/**
 * A set of sockets that come and go fast. The table of a Set is made anew all the time, and each one that was left kept
 * what had just closed alive until all of the heap was collected.
 */
class SocketTable {
  private readonly places: (Socket | undefined)[] = [];
  private readonly free: number[] = [];

  add(socket: PlacedSocket): void {
    const at = this.free.pop() ?? this.places.length;
    this.places[at] = socket;
    socket[place] = at;
  }

  /** Does nothing for one that is not in it. */
  remove(socket: PlacedSocket): void {
    const at = socket[place];
    if (at === undefined) return;
    this.places[at] = undefined;
    this.free.push(at);
    socket[place] = undefined;
  }

  *[Symbol.iterator](): Generator<Socket> {
    for (const socket of this.places) if (socket) yield socket;
  }
}

const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

/** The part of a request that has come: the response that Node.js keeps with a socket is there from the end of the head on. */
function requestOn(socket: Socket): 'none' | 'begun' | 'whole' {
  const { _httpMessage: response } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!response) return 'none';
  return response.req.complete ? 'whole' : 'begun';
}
