import type { Server, ServerResponse } from 'node:http';
import { Server as TlsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** The connections of a server, so that those that ask nothing do not hold up its end. */
export class OpenConnections {
  private readonly open = new Set<Socket>();
  /** The bytes that came before anything of a request could: those by which both ends agreed on TLS. */
  private readonly bytesBefore = new WeakMap<Socket, number>();
  /** Of connections with TLS, which begin as ones without: what they began as, by the other end. */
  private readonly begun = new Map<string, Socket>();

  constructor(server: Server) {
    const { open } = this;
    // one function for all connections: a rack that boots opens thousands of them
    function forget(this: Socket): void {
      open.delete(this);
    }
    const note = (socket: Socket) => {
      open.add(socket);
      socket.on('close', forget); // once would make a function of its own
    };
    server.on('connection', note);
    if (!(server instanceof TlsServer)) return;
    server.on('connection', (socket) => this.noteBegun(socket as Socket));
    server.on('secureConnection', (socket: TLSSocket) => {
      this.bytesBefore.set(socket, socket.bytesRead);
      open.delete(this.begun.get(nameOf(socket))!); // it is looked at by its other half from now on
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

  private noteBegun(socket: Socket): void {
    const name = nameOf(socket);
    this.begun.set(name, socket);
    socket.once('close', () => {
      if (this.begun.get(name) === socket) this.begun.delete(name);
    });
  }
}

const nameOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;

/** The part of a request that has come: the response that Node.js keeps with a socket is there from the end of the head on. */
function requestOn(socket: Socket): 'none' | 'begun' | 'whole' {
  const { _httpMessage: response } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!response) return 'none';
  return response.req.complete ? 'whole' : 'begun';
}
