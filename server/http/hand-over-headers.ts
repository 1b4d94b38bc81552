import type { IncomingMessage } from 'node:http';

/** A request as the process sees it that took its connection: all that the control plane knows of who sent it. */
export interface Sender {
  /** Undefined where nobody can be identified. */
  readonly address: string | undefined;
  readonly scheme: 'http' | 'https';
  readonly requestId: string;
}

/** Headers by which one end of the hand-over speaks to the other; those that come from a client are taken out. */
export const ownPrefix = 'x-cloudmeta-';

/** A header of answers of the control plane to whoever is signed in. */
export const signedInHeader = `${ownPrefix}signed-in`;

/** Headers of one connection, which mean nothing on the next (RFC 9110, section 7.6.1). The body is framed anew. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect', // is met by the process that has the connection
]);

const isHandedOver = (name: string) => !ofConnection.has(name) && !name.startsWith(ownPrefix);

/** Pairs of a raw list of headers, name and value after one another, whose lower-case name is handed over. */
export function handedOverHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let n = 0; n < rawHeaders.length; n += 2)
    if (isHandedOver(rawHeaders[n]!.toLowerCase())) kept.push(rawHeaders[n]!, rawHeaders[n + 1]!);
  return kept;
}

/** Headers with which a request goes to the control plane, but for those of the connection. */
export function headersToControlPlane(request: IncomingMessage, sender: Sender): string[] {
  const headers = handedOverHeaders(request.rawHeaders);
  if (request.headers.host === undefined) headers.push('Host', 'localhost');
  if ('transfer-encoding' in request.headers) headers.push('Transfer-Encoding', 'chunked');
  if (sender.address !== undefined) headers.push(`${ownPrefix}address`, sender.address);
  headers.push(`${ownPrefix}scheme`, sender.scheme, `${ownPrefix}request-id`, sender.requestId);
  return headers;
}
