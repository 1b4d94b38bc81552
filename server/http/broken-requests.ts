import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { RefusalReason } from './request-metrics.ts';
import { peerOf } from './caller-address.ts';
import type { ListenerHooks } from './listener-hooks.ts';

/** What is answered to what is no request, and why it is refused. */
interface Answer {
  status: number;
  reason: RefusalReason;
}

/** By the code of Node.js. */
const answers: Record<string, Answer> = {
  HPE_HEADER_OVERFLOW: { status: 431, reason: 'headers_too_large' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, reason: 'request_timeout' },
};
const badRequest: Answer = { status: 400, reason: 'bad_request' };

/** It asks for a tunnel, which is nothing that a server has to offer. */
const tunnel: Answer = { status: 405, reason: 'method_connect' };

/** How long the answer waits, in milliseconds: who sends the same again as soon as it can would only do so more often. */
const holdMs = 500;

/** How long a client may take to read the answer, in milliseconds. */
const readMs = 2000;

/** Answers what is no request, or too large a one, without haste, and closes the connection. */
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
  // Node.js closes the connection without a word where nobody listens, and listens to its errors no more where somebody does
  server.on('connect', (_request, socket) =>
    refuseLater(
      socket.on('error', () => socket.destroy()),
      tunnel,
    ),
  );
  // any other expectation than 100-continue may be ignored (RFC 9110, 10.1.1); Node.js would answer 417 by itself
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

/** True where the request whose body goes wrong has its answer already: Node.js keeps the response with the socket. */
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
