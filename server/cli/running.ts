import type { Config } from '../config.ts';
import type { Log } from '../log.ts';

/** A server that runs, in however many processes. */
export interface Running {
  /** The port that is PORT, or that was found where that is 0. */
  port: number;
  stop(): Promise<void>;
}

export interface ServingParts {
  config: Config;
  socketPath: string;
  log: Log;
  /** Called when GraphQL and the admin begin to answer. */
  onReady: () => void;
}
