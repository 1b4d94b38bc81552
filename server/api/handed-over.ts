import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request as the process saw it that took its connection: the control plane knows it by these facts alone. */
export interface HandedOver {
  /** The caller's address in its one spelling; undefined where nobody can be identified. */
  readonly address: string | undefined;
  readonly scheme: 'http' | 'https';
  /** By which the log has it, and every error of its answer. */
  readonly requestId: string;
}

export type ReadHandedOver = (request: IncomingMessage) => HandedOver;

/** Reads the headers that the data plane adds. Only it reaches the socket of the control plane, so they are believed. */
export const readHandedOver: ReadHandedOver = ({ headers }) => ({
  address: headers['x-cloudmeta-address']?.toString(),
  scheme: headers['x-cloudmeta-scheme'] === 'https' ? 'https' : 'http',
  requestId: String(headers['x-cloudmeta-request-id']),
});

/** Tells the data plane that whoever asks is signed in: it limits strangers alone. */
export const markSignedIn = (response: ServerResponse) => response.setHeader('x-cloudmeta-signed-in', 'yes');
