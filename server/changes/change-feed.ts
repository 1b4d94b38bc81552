/** Hears of what is committed by whomever: this process, another one, a command. */
export interface ChangeFeed {
  /** True while it hears of everything. While it does not, what is kept in memory may be old. */
  readonly isLive: boolean;
  /** Begins to listen. Resolves when it does, or when it is clear that the database is away: then it goes on trying. */
  start(): Promise<void>;
  /** Hears of what was committed up to this moment, where that can be had without waiting. */
  check(): void;
  close(): Promise<void>;
}
