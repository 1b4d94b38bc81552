import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { hasBody } from '../unwanted-body.ts';
import { paceBody } from './paced-body.ts';
import { PipelinedRequests } from './pipelined-requests.ts';
import type { RefusalReason } from './request-metrics.ts';

/**
 * The most chunks of a body that one connection may bring at once. Node.js reads 64 KiB, and parses them to their end, whatever
 * they are: 3,600 requests, or 11,000 chunks, for which machines would wait.
 */
const maxChunks = 2048;

/** Called with a connection that brings more than that, and of which nothing is to be read any more. */
export type OnTooMuch = (socket: Socket, reason: RefusalReason) => void;

/** Passes requests on to a listener, and bodies to whoever reads them, as fast as machines do not wait for it. */
export function limitReads(listener: RequestListener, onTooMuch: OnTooMuch): RequestListener {
  const pipelined = new PipelinedRequests(listener);
  const numberOf = requestCounter();
  const pace = (request: IncomingMessage) => {
    const onTooMany = () => onTooMuch(request.socket, 'too_many_chunks_at_once');
    paceBody(request, { maxChunks, onTooMany });
  };
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return; // what was parsed with the request before
    if (hasBody(request)) pace(request);
    if (pipelined.pass(numberOf(request), request, response)) return;
    stopParser(socket);
    onTooMuch(socket, 'too_many_requests_at_once');
  };
}

/** Numbers those of one connection that were read together: nothing has come since the one before. */
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

/** The parser of Node.js: what it is told about the head of a request says how to go on. */
interface Parser {
  onIncoming?: () => number;
}

const isNotHttp = () => 2;

/** Has the parser leave what it has not looked at yet. Node.js has no public way to say so; without, it only takes longer. */
function stopParser(socket: Socket & { parser?: Parser | null }): void {
  if (socket.parser) socket.parser.onIncoming = isNotHttp;
}
