import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as seen by the process that accepted its connection: the control plane has only these facts. */
export interface HandedOver {
  /** The caller's address in canonical form; undefined where no caller can be identified. */
  readonly address: string | undefined;
  readonly scheme: 'http' | 'https';
  /** The id of the request in the log, and in every error of its response. */
  readonly requestId: string;
}

export type ReadHandedOver = (request: IncomingMessage) => HandedOver;

/** Reads the headers that the data plane adds. Only it reaches the socket of the control plane, so they are trusted. */
export const readHandedOver: ReadHandedOver = ({ headers }) => ({
  address: headers['x-cloudmeta-address']?.toString(),
  scheme: headers['x-cloudmeta-scheme'] === 'https' ? 'https' : 'http',
  requestId: String(headers['x-cloudmeta-request-id']),
});

/** Marks the caller as signed in, for the data plane, which limits only callers who are not. */
export const markSignedIn = (response: ServerResponse) => response.setHeader('x-cloudmeta-signed-in', 'yes');
