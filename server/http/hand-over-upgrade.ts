import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { handedOverHeaders } from './hand-over-headers.ts';
import { hasBody } from '../unwanted-body.ts';
import type { UpgradeConnection } from './upgrade-connection.ts';

/** Headers of a connection on which another protocol is asked for, or agreed on. */
export const upgradeHeaders = ['Connection', 'Upgrade', 'Upgrade', 'websocket'];

/** Whether a request is for a protocol that the control plane may speak. All others are answered as if they asked for none. */
export const isUpgradeForControlPlane = (request: IncomingMessage): boolean =>
  request.method === 'GET' &&
  !hasBody(request) && // Node.js would take it for the other protocol
  request.headers.upgrade?.toLowerCase() === 'websocket' &&
  /^\/graphql(?:\?|$)/.test(request.url ?? '');

interface Handed {
  response: ServerResponse;
  onAnswer?: (answer: IncomingMessage) => void;
}

/** The control plane's end of a connection on which it goes on with another protocol. */
interface Agreed {
  answer: IncomingMessage;
  socket: Duplex;
  /** The first bytes of the other protocol, which came with the answer. */
  head: Buffer;
}

/** Tells a client that the protocol is agreed on, and relays both ways until one end closes. */
export function relayUpgrade(
  { response, onAnswer }: Handed,
  connection: UpgradeConnection,
  { answer, socket, head }: Agreed,
): void {
  onAnswer?.(answer);
  const headers = [...handedOverHeaders(answer.rawHeaders), ...upgradeHeaders];
  response.writeHead(answer.statusCode!, answer.statusMessage, headers).end();
  connection.relay(socket, head);
}
