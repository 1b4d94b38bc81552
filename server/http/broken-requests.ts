import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RefusalReason } from './request-metrics.ts';
import { peerOf } from './caller-address.ts';
import type { ListenerHooks } from './listener-hooks.ts';

/** The answer to an invalid request, and the reason for the refusal. */
interface Answer {
  status: number;
  reason: RefusalReason;
}

/** By the error code of Node.js. */
const answers: Record<string, Answer> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'headers_too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'request_timeout' },
};
const badRequest: Answer = { status: 400, reason: 'bad_request' };

/** For CONNECT, which requests a tunnel: this server offers none. */
const tunnel: Answer = { status: 405, reason: 'method_connect' };

/** The delay of the answer, in milliseconds: without it, clients that retry at once would only do so more often. */
const holdMs = 500;

/** The time a client has to read the answer, in milliseconds. */
const readMs = 2000;

/** Answers invalid and too large requests after a delay, and closes the connection. */
export function answerBrokenRequests(server: Server, { onRefusal }: ListenerHooks): void {
  const refuseLater = (socket: Duplex, answer: Answer) => {
    const { remoteAddress } = socket as { remoteAddress?: string };
    onRefusal?.({ ...answer, address: peerOf(remoteAddress) });
    socket.pause();
    const waitMs = answer.reason === 'request_timeout' ? 0 : holdMs;
    setTimeout(refuse, waitMs, socket, answer.status).unref();
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    if (isAnswered(socket)) return refuse(socket, badRequest.status);
    refuseLater(socket, answers[error.code ?? ''] ?? badRequest);
  });
  // without a listener Node.js closes the connection silently; with one it stops handling the connection's errors
  server.on('connect', (_request, socket) =>
    refuseLater(
      socket.on('error', () => socket.destroy()),
      tunnel,
    ),
  );
  // any other expectation than 100-continue may be ignored (RFC 9110, 10.1.1); Node.js would answer 417 by itself
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** True if the request with the invalid body was answered already: Node.js keeps the response with the socket. */
function isAnswered(socket: Duplex & { _httpMessage?: ServerResponse | null }): boolean {
  const { _httpMessage: response } = socket;
  return response?.headersSent === true;
}

function refuse(socket: Duplex, status: number): void {
  const headers = 'Connection: close\r\nContent-Length: 0\r\nX-Content-Type-Options: nosniff';
  const text = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${headers}\r\n\r\n`;
  if (!socket.writable) return void socket.destroy();
  socket.end(isAnswered(socket) ? '' : text, () => socket.destroy());
  setTimeout(() => socket.destroy(), readMs).unref();
}
