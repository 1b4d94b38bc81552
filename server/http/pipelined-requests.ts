import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { peerName } from './caller-address.ts';
import { inTurn } from './turns-of-callers.ts';

/** How many requests of one connection are passed on in one turn of the event loop, and how many of all may wait. */
const most = { atOnce: 16, waiting: 8192 };

type Exchange = [request: IncomingMessage, response: ServerResponse];

/**
 * Passes requests on to a listener, a few of a connection at once: those that a client sends without waiting for answers
 * (HTTP pipelining) wait until others had a turn, and nothing more is read of its connection meanwhile.
 */
export class PipelinedRequests {
  private readonly lines = new Map<Socket, Exchange[]>();
  private waiting = 0;

  constructor(private readonly listener: RequestListener) {}

  get isFull(): boolean {
    return this.waiting >= most.waiting;
  }

  /** @param number how many of this connection came in this turn, with this one */
  pass(number: number, ...exchange: Exchange): void {
    const [{ socket }] = exchange;
    const line = this.lines.size > 0 ? this.lines.get(socket) : undefined;
    if (line === undefined && number <= most.atOnce) return this.listener(...exchange);
    this.waiting += 1;
    if (line) return void line.push(exchange);
    this.lines.set(socket, [exchange]);
    this.awaitTurn(socket);
  }

  private awaitTurn(socket: Socket): void {
    inTurn(peerName(socket), () => this.passOn(socket));
  }

  private passOn(socket: Socket): void {
    const line = this.lines.get(socket)!;
    const next = line.splice(0, socket.destroyed ? line.length : most.atOnce);
    this.waiting -= next.length;
    if (line.length > 0) {
      socket.pause();
      this.awaitTurn(socket);
    } else {
      this.lines.delete(socket);
      socket.resume();
    }
    if (socket.destroyed) return;
    for (const exchange of next) this.listener(...exchange);
  }
}
