import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

interface OpenConnection {
  socket: Socket;
  /** Bytes that had come before anything of a request could. */
  bytesBefore: number;
}

/** The connections of a server, so that those that ask nothing do not hold up its end. */
export class OpenConnections {
  /** By the other end. A connection with TLS begins as one without. */
  private readonly open = new Map<string, OpenConnection>();

  constructor(server: Server) {
    server.on('connection', (socket) => this.note(socket));
    server.on('secureConnection', (socket: TLSSocket) => this.note(socket));
  }

  /** Ends those that have sent nothing. */
  endSilent(): void {
    for (const { socket, bytesBefore } of this.open.values())
      if (requestOn(socket) === 'none' && socket.bytesRead === bytesBefore) socket.destroy();
  }

  /** Ends those whose request is not there as a whole. */
  endUnfinished(): void {
    for (const { socket } of this.open.values()) if (requestOn(socket) !== 'whole') socket.destroy();
  }

  endAll(): void {
    for (const { socket } of this.open.values()) socket.destroy();
  }

  private note(socket: Socket): void {
    const { remoteAddress, remotePort } = socket;
    if (remoteAddress === undefined) return; // it has gone already
    const name = `${remoteAddress} ${remotePort}`;
    this.open.set(name, { socket, bytesBefore: socket.bytesRead });
    socket.once('close', () => {
      if (this.open.get(name)?.socket === socket) this.open.delete(name);
    });
  }
}

/** What of a request a connection has: the response that Node.js keeps with a socket is there from the end of its head on. */
function requestOn(socket: Socket): 'none' | 'begun' | 'whole' {
  const { _httpMessage: response } = socket as Socket & { _httpMessage?: ServerResponse | null };
  if (!response) return 'none';
  return response.req.complete ? 'whole' : 'begun';
}
