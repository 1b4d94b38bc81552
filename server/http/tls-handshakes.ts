import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { peerOf } from './caller-address.ts';
import type { ListenerHooks } from './listener-hooks.ts';

/** The longest TLS handshake, in milliseconds. */
export const handshakeTimeoutMs = 10_000;

/** Tells of connections on which no TLS is agreed on, and closes them. Node.js would take them for broken requests. */
export function refuseBrokenHandshakes(server: Server, { onRefusal }: ListenerHooks): void {
  server.removeAllListeners('tlsClientError');
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const { remoteAddress, bytesRead } = tcpOf(socket);
    socket.destroy();
    const hasGone = error.code === 'ECONNRESET' && bytesRead === 0; // it only looked whether somebody listens
    if (!hasGone) onRefusal?.({ reason: 'tls_handshake', address: peerOf(remoteAddress) });
  });
}

/** The connection below TLS: it still knows its other end when it is closed, and Node.js has no public name for it. */
const tcpOf = (socket: Socket): Socket => (Reflect.get(socket, '_parent') as Socket | undefined) ?? socket;
