import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { peerName } from './caller-address.ts';
import { inTurn } from './turns-of-callers.ts';

/** The most requests of one connection that are passed on in one turn of the event loop, that wait, and that wait of all. */
const maxPipelined = { atOnce: 16, ofConnection: 1024, ofAll: 8192 };

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Passes requests on to a listener, a few of a connection at once: those that a client sends without waiting for answers
 * (HTTP pipelining) wait until others had a turn, and nothing more is read of its connection meanwhile.
 */
export class PipelinedRequests {
  private readonly lines = new Map<Socket, Exchange[]>();
  private waiting = 0;

  constructor(private readonly listener: RequestListener) {}

  /**
   * Passes a request on, now or later.
   * @param number how many of this connection were read together so far, with this one
   * @returns false when too many wait already: of this connection, or of all
   */
  pass(number: number, request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const line = this.lines.size > 0 ? this.lines.get(socket) : undefined;
    if (line === undefined && number <= maxPipelined.atOnce) {
      this.listener(request, response);
      return true;
    }
    if (this.waiting >= maxPipelined.ofAll || (line?.length ?? 0) >= maxPipelined.ofConnection) return false;
    this.waiting += 1;
    if (line) line.push({ request, response });
    else this.begin(socket, { request, response });
    return true;
  }

  private begin(socket: Socket, exchange: Exchange): void {
    this.lines.set(socket, [exchange]);
    this.awaitTurn(socket);
  }

  private awaitTurn(socket: Socket): void {
    inTurn(peerName(socket), () => this.passOn(socket));
  }

  private passOn(socket: Socket): void {
    const line = this.lines.get(socket)!;
    const next = line.splice(0, socket.destroyed ? line.length : maxPipelined.atOnce);
    this.waiting -= next.length;
    if (line.length > 0) {
      socket.pause();
      this.awaitTurn(socket);
    } else {
      this.lines.delete(socket);
      socket.resume();
    }
    if (socket.destroyed) return;
    for (const { request, response } of next) this.listener(request, response);
  }
}
