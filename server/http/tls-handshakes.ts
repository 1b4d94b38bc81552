import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { peerOf } from './caller-address.ts';
import type { ListenerHooks } from './listener-hooks.ts';

/** The longest TLS handshake, in milliseconds: others may wait for its end. */
export const handshakeTimeoutMs = 3_000;

/** Reports connections whose TLS handshake fails, and closes them. Node.js would treat them as broken requests. */
export function refuseBrokenHandshakes(server: Server, { onRefusal }: ListenerHooks): void {
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const { remoteAddress, bytesRead } = tcpOf(socket);
    socket.destroy();
    const hasGone = error.code === 'ECONNRESET' && bytesRead === 0; // only a probe of the port
    if (!hasGone) onRefusal?.({ reason: 'tls_handshake', address: peerOf(remoteAddress) });
  });
}

/** The TCP connection below TLS: it has its remote address even when closed. Node.js has no public name for it. */
export const tcpOf = (socket: Socket): Socket =>
  (Reflect.get(socket, '_parent') as Socket | undefined) ?? socket;
