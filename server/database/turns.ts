import { setImmediate } from 'node:timers/promises';

/** The longest run of statements without a turn of the event loop, in milliseconds: a turn costs microseconds. */
const longestRunMs = 20;

/** The time of the last turn. All connections of this process to SQLite share it, as they share the event loop. */
let turnedAt = performance.now();

/** Lets the event loop turn where it has not for a while, so that timers, signals and everybody else have their turn. */
export async function turnIfDue(): Promise<void> {
  // another operation that waited for the same turn may have used up its time by now
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
