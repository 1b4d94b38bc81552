import { request as ask, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { maxHandOverHeaderBytes, type HandOverParts } from './hand-over.ts';
import { handedOverHeaders, headersToControlPlane, type Sender } from './hand-over-headers.ts';

/** A request to go on with another protocol, with the bytes that came behind it. */
export interface UpgradeRequest {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
  sender: Sender;
}

/** Whether a request is for a protocol that the control plane may speak. All others are answered as if they asked for none. */
export const isUpgradeForControlPlane = ({ url = '', headers }: IncomingMessage): boolean =>
  headers.upgrade?.toLowerCase() === 'websocket' && /^\/graphql(?:\?|$)/.test(url);

/** Hands a request for WebSocket over to the control plane, and relays both ways until one end closes. */
export function handOverUpgrade({ socketPath, isReady }: HandOverParts, upgrade: UpgradeRequest): void {
  const { request, socket, head, sender } = upgrade;
  socket.on('error', () => socket.destroy());
  if (!isReady()) return refuse(socket);
  const headers = headersToControlPlane(request, sender);
  headers.push('Connection', 'Upgrade', 'Upgrade', 'websocket');
  const { method, url: path } = request;
  const upstream = ask({
    socketPath,
    method,
    path,
    headers,
    agent: false,
    maxHeaderSize: maxHandOverHeaderBytes,
  });
  socket.once('close', () => upstream.destroy());
  upstream.on('error', () => refuse(socket));
  upstream.once('upgrade', (answer, other, otherHead) => {
    other.on('error', () => socket.destroy());
    other.once('close', () => socket.destroy());
    socket.once('close', () => other.destroy());
    socket.write(headOf(answer, ['Connection', 'Upgrade', 'Upgrade', 'websocket']));
    socket.write(otherHead);
    other.write(head);
    socket.pipe(other).pipe(socket);
  });
  upstream.once('response', (answer) => {
    socket.write(headOf(answer, ['Connection', 'close']));
    answer.pipe(socket);
  });
  upstream.end();
}

/** The head of an answer as bytes, with these headers of the connection. */
function headOf(answer: IncomingMessage, ofConnection: string[]): string {
  const { statusCode = 502, rawHeaders } = answer;
  const headers = [...handedOverHeaders(rawHeaders), ...ofConnection];
  const lines = headers.flatMap((name, n) => (n % 2 === 0 ? `${name}: ${headers[n + 1]}` : []));
  return `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? ''}\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function refuse(socket: Duplex): void {
  if (!socket.writable) return;
  socket.end(
    'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  );
}
