import type { IncomingMessage } from 'node:http';

/** The sender of a request, as seen by the process with its connection: all that the control plane knows of it. */
export interface Sender {
  /** Undefined if the caller cannot be identified. */
  readonly address: string | undefined;
  readonly scheme: 'http' | 'https';
  readonly requestId: string;
}

/** The prefix of headers between the two ends of the hand-over; those that a client sends are removed. */
export const ownPrefix = 'x-cloudmeta-';

/** A header of the control plane's answers to a caller that is signed in. */
export const signedInHeader = `${ownPrefix}signed-in`;

/** Headers of one connection, which are not passed on (RFC 9110, section 7.6.1). The body is framed anew. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect', // answered by the process with the connection
]);

const isHandedOver = (name: string) => !ofConnection.has(name) && !name.startsWith(ownPrefix);

/** Selects the headers to hand over from a raw list of names and values in alternation. */
export function handedOverHeaders(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let n = 0; n < rawHeaders.length; n += 2)
    if (isHandedOver(rawHeaders[n]!.toLowerCase())) kept.push(rawHeaders[n]!, rawHeaders[n + 1]!);
  return kept;
}

/** The headers of a request to the control plane, without those of the connection. */
export function headersToControlPlane(request: IncomingMessage, sender: Sender): string[] {
  const headers = handedOverHeaders(request.rawHeaders);
  if (request.headers.host === undefined) headers.push('Host', 'localhost');
  if ('transfer-encoding' in request.headers) headers.push('Transfer-Encoding', 'chunked');
  if (sender.address !== undefined) headers.push(`${ownPrefix}address`, sender.address);
  headers.push(`${ownPrefix}scheme`, sender.scheme, `${ownPrefix}request-id`, sender.requestId);
  return headers;
}
