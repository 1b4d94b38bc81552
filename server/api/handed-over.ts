import type { IncomingMessage } from 'node:http';

/** A request as the process saw it that took its connection: the control plane knows it by these facts alone. */
export interface HandedOver {
  /** The caller's address in its one spelling; undefined where nobody can be identified. */
  readonly address: string | undefined;
  readonly scheme: 'http' | 'https';
  /** By which the log has it, and every error of its answer. */
  readonly requestId: string;
}

export type ReadHandedOver = (request: IncomingMessage) => HandedOver;
