import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** A server that answers machines. */
export interface Started {
  /** The value of PORT, or the port that was found if that is 0. */
  port: number;
  /** Addresses at which it cannot listen yet. */
  missingAddresses: readonly string[];
}

/** A server that starts or runs, in any number of processes. */
export interface Serving {
  /** Resolves once it answers machines. If it cannot, it has stopped. @throws StartupError */
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
