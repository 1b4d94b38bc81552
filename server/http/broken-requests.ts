import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What is answered to what is no request; by the code of Node.js. */
const answers: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** How long the answer waits, in milliseconds: who sends the same again as soon as it can would only do so more often. */
const holdTime = 500;

/** Answers what is no request, or too large a one, without haste, and closes the connection. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    socket.pause();
    const answer = answers[error.code ?? ''] ?? '400 Bad Request';
    const wait = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 0 : holdTime;
    setTimeout(refuse, wait, socket, answer).unref();
  });
}

function refuse(socket: Duplex, answer: string): void {
  const text = `HTTP/1.1 ${answer}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
  if (socket.writable) socket.end(text, () => socket.destroy());
  else socket.destroy();
}
