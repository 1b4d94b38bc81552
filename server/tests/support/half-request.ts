/** A slow request: half of it is sent at once, and the rest when the test decides. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends the first half of a GET and returns. */
export async function beginRequest(port: number, { from, path }: { from: string; path: string }) {
  const socket = connect({ host: '127.0.0.1', port, localAddress: from });
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`);
  return {
    /** Sends the rest. @returns everything that the server sends until it ends the connection */
    finish: (): Promise<string> => {
      socket.write('Connection: close\r\n\r\n');
      return text(socket);
    },
  };
}
