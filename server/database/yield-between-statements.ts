import { setImmediate } from 'node:timers/promises';

/** The maximum time of statements without a turn of the event loop, in milliseconds: a turn costs microseconds. */
const longestRunMs = 20;

/** The time of the last turn. All connections of this process to SQLite share it, as they share the event loop. */
let lastYieldAt = performance.now();

/** Yields to the event loop if that is due, so that timers, signals and other operations run. */
async function yieldIfDue(): Promise<void> {
  // another operation that waited for the same turn may have used up `longestRunMs` by now
  while (performance.now() - lastYieldAt > longestRunMs) {
    await setImmediate();
    lastYieldAt = performance.now();
  }
}

interface Connection {
  executeQuery(query: object, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/**
 * Makes a connection to SQLite yield to the event loop between statements: the driver is synchronous. Meanwhile the
 * connection stays reserved, for its transaction too. A statement that was aborted by then does not run; its caller has
 * been answered already.
 */
export async function yieldBetweenStatements(opened: unknown): Promise<void> {
  const connection = opened as Connection;
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, options) => {
    await yieldIfDue();
    return options?.signal?.aborted ? { rows: [] } : execute(query);
  };
}
