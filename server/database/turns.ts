import { setImmediate } from 'node:timers/promises';

/** For how long statements may follow one another before the event loop turns, in milliseconds: a turn costs microseconds. */
const longestRunMs = 20;

/** What every connection of this process to SQLite shares: there is one event loop. */
let turnedAt = performance.now();

/** Lets the event loop turn where it has not for a while, so that timers, signals and everybody else have their turn. */
export async function turnIfDue(): Promise<void> {
  // Whoever waited beside this one may have used up the turn by now
  while (performance.now() - turnedAt > longestRunMs) {
    await setImmediate();
    turnedAt = performance.now();
  }
}

interface Connection {
  executeQuery(query: object, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/**
 * Makes a connection to SQLite let the event loop turn between statements: the driver works without ever waiting. The
 * connection is kept meanwhile, by its transaction too. A statement whose time is over by then is not made; whoever asked
 * for it has been told so already.
 */
export async function turnBetweenStatements(opened: unknown): Promise<void> {
  const connection = opened as Connection;
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, options) => {
    await turnIfDue();
    return options?.signal?.aborted ? { rows: [] } : execute(query);
  };
}
