/** A request that takes its time: half of it is sent, and the rest when the test says so. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** Sends the first half of a GET and comes back. */
export async function beginRequest(port: number, { from, path }: { from: string; path: string }) {
  const socket = connect({ host: '127.0.0.1', port, localAddress: from });
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n`);
  return {
    /** Sends the rest. @returns everything that is answered, until the server ends the connection */
    finish: (): Promise<string> => {
      socket.write('Connection: close\r\n\r\n');
      return text(socket);
    },
  };
}
