import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** A server that answers machines. */
export interface Started {
  /** The port that is PORT, or that was found where that is 0. */
  port: number;
  /** Addresses that it waits for. */
  missingAddresses: readonly string[];
}

/** A server that starts or runs, in however many processes. */
export interface Serving {
  /** Resolves once it answers machines. Where it cannot, it has stopped. @throws StartupError */
  started: Promise<Started>;
  stop(): Promise<void>;
}

export interface ServingParts {
  config: Config;
  socketPath: string;
  log: Log;
  /** Called when GraphQL and the admin begin to answer. */
  onReady: () => void;
}
