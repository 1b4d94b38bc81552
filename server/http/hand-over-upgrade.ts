import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { handedOverHeaders } from './hand-over-headers.ts';
import { hasBody } from '../unwanted-body.ts';
import type { UpgradeConnection } from './upgrade-connection.ts';

/** Headers that request an upgrade to another protocol, or agree to it. */
export const upgradeHeaders = ['Connection', 'Upgrade', 'Upgrade', 'websocket'];

/** True if a request is for a protocol that the control plane may speak. All others are answered without an upgrade. */
export const isUpgradeForControlPlane = (request: IncomingMessage): boolean =>
  request.method === 'GET' &&
  !hasBody(request) && // Node.js would treat the body as the other protocol
  request.headers.upgrade?.toLowerCase() === 'websocket' &&
  /^\/graphql(?:\?|$)/.test(request.url ?? '');

interface Handed {
  response: ServerResponse;
  onAnswer?: (answer: IncomingMessage) => void;
}

/** The control plane's end of a connection that is upgraded to another protocol. */
interface Agreed {
  answer: IncomingMessage;
  socket: Duplex;
  /** The first bytes of the other protocol, which came with the answer. */
  head: Buffer;
}

/** Confirms the upgrade to a client, and relays both ways until one end closes. */
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
