/** Reports what any process commits: this one, another one, a command. */
export interface ChangeFeed {
  /** True while no commit is missed. While false, what is kept in memory may be out of date. */
  readonly isLive: boolean;
  /** Starts listening. Resolves once it does, or once the database turns out to be away: then it keeps trying. */
  start(): Promise<void>;
  /** Reports what was committed up to this moment, if that is known without waiting. */
  check(): void;
  close(): Promise<void>;
}
