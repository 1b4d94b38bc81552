import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { peerName } from './caller-address.ts';
import { callRoundRobin } from './round-robin.ts';

/** Maximum requests: of a connection passed on in one event loop turn, waiting of a connection, and waiting in all. */
const maxPipelined = { atOnce: 16, ofConnection: 1024, ofAll: 8192 };

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Passes requests on to a listener, a few of each connection at once: further ones that a client sends without waiting
 * for answers (HTTP pipelining) wait until others had a turn, and the connection is not read meanwhile.
 */
export class PipelinedRequests {
  private readonly queues = new Map<Socket, Exchange[]>();
  private waiting = 0;

  constructor(private readonly listener: RequestListener) {}

  /**
   * Passes a request on, now or later.
   * @param number the count of requests of this connection that were read together so far, including this one
   * @returns false when too many wait already: of this connection, or of all
   */
  pass(number: number, request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const queue = this.queues.size > 0 ? this.queues.get(socket) : undefined;
    if (queue === undefined && number <= maxPipelined.atOnce) {
      this.listener(request, response);
      return true;
    }
    if (this.waiting >= maxPipelined.ofAll || (queue?.length ?? 0) >= maxPipelined.ofConnection) return false;
    this.waiting += 1;
    if (queue) queue.push({ request, response });
    else this.begin(socket, { request, response });
    return true;
  }

  private begin(socket: Socket, exchange: Exchange): void {
    this.queues.set(socket, [exchange]);
    this.passOnLater(socket);
  }

  private passOnLater(socket: Socket): void {
    callRoundRobin(peerName(socket), () => this.passOn(socket));
  }

  private passOn(socket: Socket): void {
    const queue = this.queues.get(socket)!;
    const next = queue.splice(0, socket.destroyed ? queue.length : maxPipelined.atOnce);
    this.waiting -= next.length;
    if (queue.length > 0) {
      socket.pause();
      this.passOnLater(socket);
    } else {
      this.queues.delete(socket);
      socket.resume();
    }
    if (socket.destroyed) return;
    for (const { request, response } of next) this.listener(request, response);
  }
}
