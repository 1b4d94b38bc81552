import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { hasBody } from '../unwanted-body.ts';
import { paceBody } from './paced-body.ts';
import { PipelinedRequests } from './pipelined-requests.ts';
import type { RefusalReason } from './request-metrics.ts';

/**
 * The maximum chunks of a body that one connection may send at once. Node.js reads 64 KiB and parses all of it: up to
 * 3,600 requests, or 11,000 chunks, which would delay machines.
 */
const maxChunks = 2048;

/** The lifetime of a connection with unread bytes after its answer, in milliseconds: closing it resets it. */
const lastReadMs = 1000;

/** Called with a connection that sends more than that; nothing more of it is to be read. */
export type OnTooMuch = (socket: Socket, reason: RefusalReason) => void;

/** Passes requests on to a listener and bodies to their readers, slowly enough not to delay machines. */
export function limitReads(listener: RequestListener, onTooMuch: OnTooMuch): RequestListener {
  const pipelined = new PipelinedRequests(listener);
  const numberOf = requestCounter();
  const pace = (request: IncomingMessage) => {
    const onTooMany = () => onTooMuch(request.socket, 'too_many_chunks_at_once');
    paceBody(request, { maxChunks, onTooMany });
  };
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return; // parsed together with an earlier request
    if (hasBody(request)) {
      pace(request);
      response.prependOnceListener('finish', () => endUnread(request)); // before Node.js closes the connection
    }
    if (pipelined.pass(numberOf(request), request, response)) return;
    stopParser(socket);
    onTooMuch(socket, 'too_many_requests_at_once');
  };
}

/**
 * Ends our side of the connection of a request that was answered before its body ended, and destroys it after the
 * client had a moment to read. No more of it is read: the body may be as long as its client likes.
 */
function endUnread(request: IncomingMessage): void {
  const { socket } = request;
  if (request.complete) return;
  request.pause();
  socket.pause();
  socket.destroySoon = () => {};
  socket.end();
  setTimeout(() => socket.destroy(), lastReadMs).unref();
}

/** Numbers the requests of a connection that were read together: no byte has come since the one before. */
function requestCounter(): (request: IncomingMessage) => number {
  let last: Socket | undefined;
  let bytesRead = 0;
  let count = 0;
  return ({ socket }) => {
    const isNext = socket === last && socket.bytesRead === bytesRead;
    count = isNext ? count + 1 : 1;
    if (!isNext) {
      last = socket;
      bytesRead = socket.bytesRead;
    }
    return count;
  };
}

/** The parser of Node.js: the return value of `onIncoming` says how to go on after the head of a request. */
interface Parser {
  onIncoming?: () => number;
}

const isNotHttp = () => 2;

/** Stops the parser at what it has not parsed yet. Node.js has no public way for it; without, it only takes longer. */
function stopParser(socket: Socket & { parser?: Parser | null }): void {
  if (socket.parser) socket.parser.onIncoming = isNotHttp;
}
